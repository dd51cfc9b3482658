package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.runner.process.Answers;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDecoderTest {

  private static final Optional<Labels> THREE =
      Optional.of(new Labels.Classes(List.of("a", "b", "c"), new int[] {0, 1, 2}));
  private static final Optional<Labels> TWO =
      Optional.of(new Labels.Classes(List.of("no", "yes"), new int[] {0, 1, 1}));
  private static final Optional<Labels> NUMBERS =
      Optional.of(new Labels.Values(new double[] {1, 2, 3}));

  @TempDir Path folder;

  @Test
  void takesOneScoreForEachClassWhateverOnesAreInTheShape() throws IOException {
    Predictions.Scores scores =
        (Predictions.Scores)
            decode(spec(TensorType.FLOAT32, 1, 3, 1, 1), THREE, 0.1f, 0.7f, 0.2f, 3, 2, 1);

    assertThat(scores.size()).isEqualTo(2);
    assertThat(scores.predicted(0)).isEqualTo(1);
    assertThat(scores.score(1, 0)).isEqualTo(3);
  }

  @Test
  void takesOneProbabilityAsTheSecondOfTwoClasses() throws IOException {
    Predictions.Scores scores =
        (Predictions.Scores) decode(spec(TensorType.FLOAT32, 1, 1), TWO, 0.25f, 1, 0);

    assertThat(scores.classes()).isEqualTo(2);
    assertThat(scores.score(0, 0)).isEqualTo(0.75f);
    assertThat(scores.score(0, 1)).isEqualTo(0.25f);
    assertThat(scores.predicted(1)).isEqualTo(1);
  }

  @Test
  void takesOneNumberOutsideZeroToOneAsALogit() throws IOException {
    Predictions.Scores scores =
        (Predictions.Scores) decode(spec(TensorType.FLOAT32, 1), TWO, 0.4f, -2, 0);

    assertThat(scores.predicted(0)).isEqualTo(1);
    assertThat(scores.predicted(1)).isZero();
    assertThat((double) scores.score(1, 1)).isCloseTo(1 / (1 + Math.exp(2)), within(1e-6));
  }

  @Test
  void takesAnIntegerAsTheClassItself() throws IOException {
    Predictions.Scores scores =
        (Predictions.Scores) decode(spec(TensorType.INT64, 1), THREE, 2, 0, 9);

    assertThat(scores.predicted(0)).isEqualTo(2);
    assertThat(scores.predicted(1)).isZero();
    assertThat(scores.score(2, 0)).isNaN();
  }

  @Test
  void takesOneNumberAsTheValueOfARegressor() throws IOException {
    Predictions.Values values =
        (Predictions.Values) decode(spec(TensorType.FLOAT32, 1, 1), NUMBERS, 1.5f, -2.5f);

    assertThat(values.size()).isEqualTo(2);
    assertThat(values.at(1)).isEqualTo(-2.5);
  }

  @Test
  void takesSeveralNumbersWithoutLabelsAsScores() throws IOException {
    assertThat(decode(spec(TensorType.FLOAT32, 1, 2), Optional.empty(), 1, 2))
        .isInstanceOf(Predictions.Scores.class);
  }

  @Test
  void explainsWhyAnOutputDoesNotFit() {
    assertThat(new OutputDecoder(spec(TensorType.FLOAT32, 1, 7, 32, 32), THREE).misfit())
        .hasValueSatisfying(
            why -> assertThat(why).contains("[1, 7, 32, 32]").contains("the data has 3 classes"));
    assertThat(new OutputDecoder(spec(TensorType.FLOAT32, 1), THREE).misfit()).isPresent();
    assertThat(new OutputDecoder(spec(TensorType.FLOAT32, 1, 2), NUMBERS).misfit())
        .hasValueSatisfying(why -> assertThat(why).contains("the data has numeric labels"));
    assertThat(new OutputDecoder(spec(TensorType.FLOAT32, 1, 0), Optional.empty()).misfit())
        .isPresent();
  }

  @Test
  void joinsTheAnswersOfSeveralFiles() throws IOException {
    TensorSpec spec = spec(TensorType.FLOAT32, 1, 3);
    OutputDecoder decoder = new OutputDecoder(spec, THREE);
    decoder.add(write(spec, 1, 0, 0));
    decoder.add(write(spec, 0, 0, 1, 0, 1, 0));

    Predictions.Scores scores = (Predictions.Scores) decoder.predictions();
    assertThat(List.of(scores.predicted(0), scores.predicted(1), scores.predicted(2)))
        .containsExactly(0, 2, 1);
  }

  private static TensorSpec spec(TensorType type, long... shape) {
    return new TensorSpec("y", type, Arrays.stream(shape).boxed().toList());
  }

  private Predictions decode(TensorSpec spec, Optional<Labels> labels, float... elements)
      throws IOException {
    OutputDecoder decoder = new OutputDecoder(spec, labels);
    assertThat(decoder.misfit()).isEmpty();
    decoder.add(write(spec, elements));
    return decoder.predictions();
  }

  private Answers write(TensorSpec spec, float... elements) throws IOException {
    Path file = folder.resolve("answers.bin");
    int perRecord = (int) (spec.bytes() / spec.type().bytes());
    try (TensorFile.Writer writer = new TensorFile.Writer(file, List.of(spec))) {
      for (int i = 0; i < elements.length; i += perRecord) {
        ByteBuffer bytes = ByteBuffer.allocate((int) spec.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < perRecord; j++) {
          if (spec.type() == TensorType.INT64) {
            bytes.putLong((long) elements[i + j]);
          } else {
            bytes.putFloat(elements[i + j]);
          }
        }
        bytes.rewind();
        writer.write(bytes);
      }
    }
    return new Answers(file);
  }
}
