package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleFileTest {

  @TempDir Path folder;

  @Test
  void holdsTheSamplesOfARange() throws IOException {
    Path path = folder.resolve("samples");

    SampleFile.write(new FourNumbers(10, "x"), 3, 5, path);

    try (TensorFile file = TensorFile.open(path)) {
      assertThat(file.tensors())
          .containsExactly(new TensorSpec("x", TensorType.FLOAT32, List.of(4L)));
      assertThat(file.records()).isEqualTo(2);
      ByteBuffer sample = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      file.read(1, 0, sample);
      assertThat(sample.getFloat(0)).isEqualTo(4);
      assertThat(sample.getFloat(8)).isEqualTo(2);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @ParameterizedTest(name = "{0} to {1} of 10")
  @CsvSource({"-1, 3", "3, 3", "5, 4", "0, 11"})
  void refusesARangeThatIsNone(int from, int to) {
    assertThatThrownBy(
            () -> SampleFile.write(new FourNumbers(10, "x"), from, to, folder.resolve("samples")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples " + from + " to " + to + " of 10");
  }
}
