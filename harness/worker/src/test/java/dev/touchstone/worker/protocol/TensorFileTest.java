package dev.touchstone.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFileTest {

  private static final List<TensorSpec> TENSORS =
      List.of(
          new TensorSpec("ids", TensorType.INT16, List.of(2L)),
          new TensorSpec("mask", TensorType.BOOL, List.of()));

  @TempDir Path folder;

  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("samples");
    try (TensorFile.Writer out = new TensorFile.Writer(path, TENSORS)) {
      out.write(bytes(1, 2, 3, 4), bytes(1));
      out.write(bytes(5, 6, 7, 8), bytes(0));
      assertThat(out.records()).isEqualTo(2);
    }
  }

  @Test
  void holdsWhatWasWritten() throws IOException {
    try (TensorFile file = TensorFile.open(path)) {
      assertThat(file.tensors()).isEqualTo(TENSORS);
      assertThat(file.records()).isEqualTo(2);
      assertThat(read(file, 1, 0, 4)).containsExactly(5, 6, 7, 8);
      assertThat(read(file, 0, 1, 1)).containsExactly(1);
      assertThat(read(file, 0, 0, 4)).containsExactly(1, 2, 3, 4);
    }
  }

  /** The bytes of version 1, read for ever. */
  @Test
  void readsVersion1() throws IOException {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                "895453520d0a1a0a000000010000003100000000000000010000000200000003696473050000"
                    + "00010000000000000002000000046d61736b0900000000b4701943"
                    + "00".repeat(63)
                    + "0102030401");
    try (TensorFile file = TensorFile.open(Files.write(folder.resolve("v1"), bytes))) {
      assertThat(file.tensors()).isEqualTo(TENSORS);
      assertThat(read(file, 0, 0, 4)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void refusesAFileThatWasNotFinished() throws IOException {
    byte[] all = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(all, all.length - 1));

    assertThatThrownBy(() -> TensorFile.open(path))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage(path + " has 137 bytes where 138 are expected");
  }

  @ParameterizedTest(name = "byte {0}")
  @ValueSource(ints = {0, 7, 11, 12, 20, 30, 64})
  void refusesADamagedHeader(int index) throws IOException {
    byte[] all = Files.readAllBytes(path);
    all[index] ^= 0x40;
    Files.write(path, all);

    assertThatThrownBy(() -> TensorFile.open(path)).isInstanceOf(CorruptFrameException.class);
  }

  @Test
  void refusesARecordThatIsNotThere() throws IOException {
    try (TensorFile file = TensorFile.open(path)) {
      assertThatThrownBy(() -> read(file, 2, 0, 4)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> read(file, 0, 0, 3)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesToWriteARecordOfAnotherForm() throws IOException {
    try (TensorFile.Writer out = new TensorFile.Writer(folder.resolve("other"), TENSORS)) {
      assertThatThrownBy(() -> out.write(bytes(1, 2, 3, 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("1 tensors for a record of 2");
      assertThatThrownBy(() -> out.write(bytes(1, 2, 3), bytes(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("3 bytes for ids INT16[2]");
    }
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private static byte[] read(TensorFile file, long record, int tensor, int bytes)
      throws IOException {
    ByteBuffer into = ByteBuffer.allocate(bytes);
    file.read(record, tensor, into);
    return into.array();
  }
}
