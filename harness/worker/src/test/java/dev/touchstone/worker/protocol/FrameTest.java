package dev.touchstone.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

  private static final byte[] BYTES = FrameWriter.bytes(new Frame(1, 16, new byte[] {0, 0, 0, 7}));

  @Test
  void isReadAsItWasWritten() throws IOException {
    Frame frame = reader(BYTES).read().orElseThrow();

    assertThat(frame.version()).isEqualTo(1);
    assertThat(frame.type()).isEqualTo(16);
    assertThat(frame.payload()).containsExactly(0, 0, 0, 7);
  }

  @Test
  void isFoundBehindWhatOthersPrinted() throws IOException {
    FrameReader reader = reader(text("warning: \u00e9\n"), BYTES, text("more\n"), BYTES);

    assertThat(reader.read()).isPresent();
    assertThat(reader.read()).isPresent();
    assertThat(reader.read()).isEmpty();
    assertThat(reader.noise()).isEqualTo("warning: \u00e9\nmore\n");
  }

  @Test
  void isFoundBehindTheBeginningOfAnother() throws IOException {
    FrameReader reader = reader(Arrays.copyOf(BYTES, 3), BYTES);

    assertThat(reader.read()).isPresent();
  }

  @Test
  void keepsOnlyTheFirstOfMuchNoise() throws IOException {
    FrameReader reader = reader(text("x".repeat(100_000)), BYTES);

    assertThat(reader.read()).isPresent();
    assertThat(reader.noise()).hasSize(8192);
  }

  @Test
  void isAbsentAtTheEnd() throws IOException {
    assertThat(reader().read()).isEmpty();
    assertThat(reader(text("only noise")).read()).isEmpty();
  }

  @ParameterizedTest(name = "byte {0}")
  @ValueSource(ints = {8, 9, 10, 11, 12, 15, 16, 19, 20, 23, 24, 27})
  void isRefusedIfAByteIsDamaged(int index) {
    byte[] damaged = BYTES.clone();
    damaged[index] ^= 0x10;

    assertThatThrownBy(() -> reader(damaged).read())
        .isInstanceOf(CorruptFrameException.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest(name = "after {0} bytes")
  @ValueSource(ints = {8, 13, 20, 22, 24, 27})
  void isRefusedIfItIsCutShort(int length) {
    assertThatThrownBy(() -> reader(Arrays.copyOf(BYTES, length)).read())
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("the stream ended in the middle of a message");
  }

  @Test
  void isRefusedIfItsVersionIsNotKnown() {
    byte[] later = header(2, 16, 4);

    assertThatThrownBy(() -> reader(later).read())
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("a message of protocol version 2; versions 1 to 1 are known");
  }

  @Test
  void isRefusedIfItIsLongerThanAnyMessage() {
    byte[] endless = header(1, 16, Integer.MAX_VALUE);

    assertThatThrownBy(() -> reader(endless).read())
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("a message of 2147483647 bytes");
  }

  @Test
  void holdsNoMoreThanOneMebibyte() {
    assertThatThrownBy(() -> new Frame(1, 1, new byte[Frame.MAX_PAYLOAD_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] header(int version, int type, int length) {
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES).put(Frame.MAGIC);
    header.putShort((short) version).putShort((short) type).putInt(length);
    header.putInt(FrameWriter.checksum(header.array(), 0, Frame.HEADER_BYTES - 4));
    return header.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static FrameReader reader(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return new FrameReader(new ByteArrayInputStream(all.toByteArray()));
  }
}
