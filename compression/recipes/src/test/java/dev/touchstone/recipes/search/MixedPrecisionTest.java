package dev.touchstone.recipes.search;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.CalibrationSamples;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CompressionException;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.RealTask;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixedPrecisionTest {

  private static final int SAMPLES = 60;

  @TempDir Path folder;
  private Path reference = Path.of("");
  private RealTask.Labelled data = new RealTask.Labelled(List.of(""), List.of(), List.of(), 4);

  /** Three layers; one weight of the second leaves no levels for the others. */
  @BeforeEach
  void writeReference() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 12)), List.of());
    random(graph, "w1", 12, 16);
    random(graph, "w2", 16, 16);
    random(graph, "w3", 16, 4);
    float[] w2 = graph.initializer("w2").orElseThrow().toFloats();
    w2[0] = 3000; // all levels of a scale for the tensor go to this one weight
    graph.put(Constant.floats("w2", new long[] {16, 16}, w2));
    float[] w1 = graph.initializer("w1").orElseThrow().toFloats();
    for (int i = 0; i < 12; i++) {
      w1[i * 16] = 0; // so that the large weight is never multiplied with anything
    }
    graph.put(Constant.floats("w1", new long[] {12, 16}, w1));
    layer(graph, "/l1/", "x", "w1", "a");
    graph.add(Node.of("Relu", "r1", List.of("a"), List.of("ar")));
    layer(graph, "l2", "ar", "w2", "b");
    graph.add(Node.of("Relu", "r2", List.of("b"), List.of("br")));
    layer(graph, "l3", "br", "w3", "y");
    graph.addOutput("y");
    OnnxModel model = OnnxModel.of(graph, 8, 13);
    reference = folder.resolve("reference.onnx");
    model.write(reference);
    data = labelled(model);
  }

  private static void layer(Graph graph, String name, String in, String weights, String out) {
    graph.add(Node.of("MatMul", name, List.of(in, weights), List.of(out)));
  }

  /** Samples for which the model itself is right. */
  private static RealTask.Labelled labelled(OnnxModel model) {
    Random random = new Random(12);
    List<Sample> samples = new ArrayList<>();
    for (int s = 0; s < SAMPLES; s++) {
      ByteBuffer bytes = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
      for (int i = 0; i < 12; i++) {
        bytes.putFloat((float) random.nextGaussian());
      }
      samples.add(
          new Sample(List.of(new Tensor(ElementType.FLOAT32, new long[] {12}, bytes.rewind()))));
    }
    List<Integer> zeros = IntStream.range(0, SAMPLES).map(i -> 0).boxed().toList();
    RealTask.Labelled unlabelled = new RealTask.Labelled(List.of(""), samples, zeros, 4);
    ModelInputs inputs = ModelInputs.of(model, unlabelled, SAMPLES);
    Comparison same = Comparison.of(model, model, inputs);
    List<Integer> answers = IntStream.of(same.floatAnswers()).boxed().toList();
    return new RealTask.Labelled(List.of(""), samples, answers, 4);
  }

  private Candidate compress(String step) {
    return compressed("name: mixed\nsteps:\n  - fold\n  - " + step + "\n");
  }

  private Candidate compressed(String yaml) {
    try {
      Path recipe = Files.writeString(folder.resolve("recipe.yaml"), yaml);
      return new Compressor(folder.resolve("cache"), "test")
          .compress(
              reference,
              RecipeReader.read(recipe.toString()),
              Optional.of(new CalibrationSamples(data, SAMPLES)),
              Set.of(),
              Progress.NONE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String search(String limits) {
    return "{search: {mixed-precision: {quantize: {scheme: static, weights: per-tensor}, "
        + limits
        + "}}}";
  }

  private static String appendix(Candidate candidate, String name) throws IOException {
    return Files.readString(candidate.file().resolveSibling(name));
  }

  @Test
  void keepsTheLayerInFloatThatWouldLoseTheAnswersAndNoOther() throws IOException {
    Candidate found = compress(search("judge-by: agreement, max-loss: 5 %, max-slice-loss: 20 %"));
    assertThat(found.lineage().steps().get(1).note())
        .startsWith("2 of 3 layers in low precision; in float: l2; lost on 60 calibration samples")
        .contains("by agreement");
    String[] table = appendix(found, "sensitivity.csv").split("\n");
    assertThat(table[0])
        .isEqualTo("layer,type,weights,macs,output_snr_db,output_kl_nats,loss,precision");
    assertThat(table).hasSize(4);
    assertThat(table[1]).startsWith("l2,MatMul,256,256,").endsWith(",float");
    assertThat(appendix(found, "sensitivity.svg"))
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains("prefers-color-scheme:dark", "noise of the output, dB", "class=\"float\"", "l2");
  }

  @Test
  void findsARecipeThatMakesTheSameCandidateByteForByte() throws IOException {
    Candidate found = compress(search("max-loss: 5 %, max-slice-loss: 20 %"));
    String yaml = appendix(found, "recipe.yaml");
    assertThat(yaml).contains("{fold: {}}", "scheme: static", "exclude: [\"l2\"]");
    assertThat(yaml).doesNotContain("search");
    Candidate made = compressed(yaml);
    assertThat(made.cached()).isFalse();
    assertThat(Files.readAllBytes(made.file())).isEqualTo(Files.readAllBytes(found.file()));
  }

  @Test
  void judgesByLabelsWhereThereAreSome() {
    Candidate found = compress(search("max-loss: 5 %, max-slice-loss: 20 %"));
    assertThat(found.lineage().steps().get(1).note()).contains("by top1");
  }

  @Test
  void quantizesEverythingWhereEverythingMayBeLost() {
    Candidate found = compress(search("max-loss: 100 %, max-slice-loss: 100 %"));
    assertThat(found.lineage().steps().get(1).note()).startsWith("3 of 3 layers in low precision");
  }

  @Test
  void holdsSlicesToALimitOfTheirOwn() {
    Candidate found = compress(search("max-loss: 100 %, max-slice-loss: 20 %, least-slice: 5"));
    assertThat(found.lineage().steps().get(1).note())
        .doesNotContain("3 of 3 layers", "overall, 2", "overall, 3");
  }

  @Test
  void saysWhatKeepsItFromATarget() {
    assertThatThrownBy(
            () ->
                compress(
                    search(
                        "judge-by: agreement, max-loss: 5 %, max-slice-loss: 20 %, max-size: 1 kB")))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("search mixed-precision: the fewest layers in float that hold the")
        .hasMessageContaining("limits are 1 of 3")
        .hasMessageContaining("allowed: 1,000 bytes");
    assertThatThrownBy(() -> compress(search("judge-by: error, max-loss: 0 %")))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("no layer can be quantized under these limits");
  }

  @Test
  void namesALayerSoThatAFilterTakesItForNothingElse() {
    assertThat(new SearchedLayer("/l1/", "MatMul", 1, 1).pattern()).isEqualTo("/^\\Q/l1/\\E$/");
    assertThat(new SearchedLayer("", "MatMul", 1, 1).pattern()).isEqualTo("/^$/");
    assertThat(new SearchedLayer("l2", "MatMul", 1, 1).pattern()).isEqualTo("l2");
  }
}
