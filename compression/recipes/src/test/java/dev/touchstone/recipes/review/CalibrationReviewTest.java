package dev.touchstone.recipes.review;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.scenarios.quality.Labels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationReviewTest {

  private static OnnxModel model() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 8)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 4)));
    random(graph, "w", 8, 16);
    random(graph, "v", 16, 4);
    graph.add(Node.of("MatMul", "a", List.of("x", "w"), List.of("a")));
    graph.add(Node.of("Relu", "r", List.of("a"), List.of("r")));
    graph.add(Node.of("MatMul", "b", List.of("r", "v"), List.of("y")));
    return OnnxModel.of(graph, 8, 17);
  }

  /** Normal numbers; class and light of a sample follow from its index. */
  private record Drawn(int size, long seed, double spread, int classes, boolean lit)
      implements Dataset {

    @Override
    public List<String> inputNames() {
      return List.of("");
    }

    @Override
    public Sample sample(int index) {
      Random random = new Random(seed * 1_000_003 + index);
      ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
      for (int i = 0; i < 8; i++) {
        bytes.putFloat((float) (spread * random.nextGaussian()));
      }
      return new Sample(List.of(new Tensor(ElementType.FLOAT32, new long[] {8}, bytes.rewind())));
    }

    @Override
    public Optional<Labels> labels() {
      return classes == 0
          ? Optional.empty()
          : Optional.of(
              new Labels.Classes(
                  List.of("good", "crack", "dent"),
                  IntStream.range(0, size).map(i -> i % classes).toArray()));
    }

    @Override
    public Map<String, List<String>> slices() {
      return lit
          ? Map.of(
              "light",
              IntStream.range(0, size).mapToObj(i -> i % 4 == 3 ? "dark" : "bright").toList())
          : Map.of();
    }

    @Override
    public String fingerprint() {
      return toString();
    }
  }

  private static CalibrationReview review(
      Dataset calibration, int samples, Dataset evaluation, String... judged) {
    return CalibrationReview.of(
        model(), calibration, samples, evaluation, Set.of(judged), Progress.NONE);
  }

  @Test
  void callsDataOfOneDistributionAlikeButForOneTimeInAHundred() {
    int alarms = 0;
    for (int seed = 0; seed < 200; seed++) {
      CalibrationReview review =
          review(new Drawn(40, seed, 1, 3, true), 40, new Drawn(60, seed + 9000, 1, 3, true));
      alarms += review.unlike().isEmpty() ? 0 : 1;
    }
    assertThat(alarms).isLessThanOrEqualTo(8); // 2 are expected at most; 9 come once in 10 000
  }

  @Test
  void findsThatEvaluationGoesFarther() {
    CalibrationReview review =
        review(new Drawn(100, 1, 1, 3, true), 100, new Drawn(300, 2, 2, 3, true));

    assertThat(review.tensors()).extracting(TensorCoverage::tensor).contains("x", "a", "r", "y");
    assertThat(review.evaluationSamples()).isEqualTo(256);
    assertThat(review.unlike()).isNotEmpty();
    TensorCoverage first = review.unlike().get(0);
    assertThat(first.outside()).isGreaterThan(0.001);
    assertThat(first.reach()).isGreaterThan(0.1);
    assertThat(ReviewText.markdown(review))
        .contains("**Activations are not alike**", "not alike |");
  }

  @Test
  void findsSlicesWithoutASampleAndWhichOfThemAreJudged() {
    CalibrationReview review =
        review(new Drawn(90, 1, 1, 2, true), 3, new Drawn(90, 2, 1, 3, true), "class");

    assertThat(review.gaps()).containsExactly("class=dent");
    assertThat(ReviewText.markdown(review))
        .contains(
            "- **Without a calibration sample**: class=dent (a requirement asks for it),"
                + " light=dark.");
  }

  @Test
  void takesDataThatDoesNotTellASliceForAGap() {
    CalibrationReview review =
        review(new Drawn(90, 1, 1, 0, false), 90, new Drawn(90, 2, 1, 3, true), "class");

    assertThat(review.unknownColumns()).containsExactly("class", "light");
    assertThat(review.gaps())
        .containsExactly("every class, since the calibration data does not tell it");
  }

  @Test
  void countsSamplesThatAreInBoth() {
    CalibrationReview review =
        review(new Drawn(20, 7, 1, 3, true), 20, new Drawn(100, 7, 1, 3, true));

    assertThat(review.shared()).isEqualTo(20);
    assertThat(ReviewText.markdown(review)).contains("**20 of these are calibration samples too**");
  }

  @Test
  void saysThatAllIsWell() {
    CalibrationReview review =
        review(new Drawn(100, 1, 1, 3, true), 100, new Drawn(100, 2, 1, 3, true), "class");

    assertThat(review.gaps()).isEmpty();
    assertThat(ReviewText.markdown(review))
        .startsWith("## Calibration against evaluation data\n\n- 100 calibration samples")
        .contains("- None of these is a calibration sample.")
        .contains("- Every slice that can be told has calibration samples.");
  }
}
