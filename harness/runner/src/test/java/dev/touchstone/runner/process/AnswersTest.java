package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} bits {1} -> {2}")
  @CsvSource(
      textBlock =
          """
          FLOAT32,  3fc00000,         1.5
          FLOAT64,  bff8000000000000, -1.5
          INT8,     80,               -128
          UINT8,    80,               128
          INT16,    ffff,             -1
          UINT16,   ffff,             65535
          INT32,    80000000,         -2147483648
          INT64,    ffffffffffffff80, -128
          BOOL,     01,               1
          BFLOAT16, bfc0,             -1.5
          FLOAT16,  3e00,             1.5
          FLOAT16,  c000,             -2
          FLOAT16,  7bff,             65504
          FLOAT16,  0001,             5.9604645e-8
          FLOAT16,  03ff,             6.097555e-5
          FLOAT16,  8000,             -0.0
          FLOAT16,  7c00,             Infinity
          FLOAT16,  fc00,             -Infinity
          FLOAT16,  7e00,             NaN
          """)
  void turnEveryElementTypeIntoNumbers(TensorType type, String bits, float value)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long number = Long.parseUnsignedLong(bits, 16);
    for (int i = 0; i < type.bytes(); i++) {
      bytes.put((byte) (number >>> (8 * i)));
    }
    Path file = folder.resolve("answers");
    TensorSpec spec = new TensorSpec("y", type, List.of(1L));
    try (TensorFile.Writer out = new TensorFile.Writer(file, List.of(spec))) {
      out.write(bytes.flip());
    }

    // Boxed, so that NaN equals itself and -0.0 is not 0.0.
    assertThat((Float) new Answers(file).scores(0).score(0, 0)).isEqualTo((Float) value);
    assertThat((Double) new Answers(file).values(0).at(0)).isEqualTo((Double) (double) value);
    assertThat(new Answers(file).outputs()).containsExactly(spec);
  }

  @Test
  void sayWhichFileCannotBeRead() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> new Answers(missing).scores(0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("reading the answers in " + missing);
  }
}
