package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Step;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressorTest {

  private static final Set<String> VNNI = Set.of("sse2", "avx2", "avx512_vnni");
  private static final Set<String> OLD = Set.of("sse2", "avx2");

  @TempDir Path folder;
  private Path reference = Path.of("");

  @BeforeEach
  void writeReference() {
    reference = folder.resolve("reference.onnx");
    model(1).write(reference);
  }

  private static OnnxModel model(long seed) {
    Random random = new Random(seed);
    float[] weights = new float[16 * 32];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 16)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 32)));
    graph.put(Constant.floats("w", new long[] {16, 32}, weights));
    graph.add(Node.of("Identity", "id", List.of("x"), List.of("i")));
    graph.add(Node.of("MatMul", "mm", List.of("i", "w"), List.of("y")));
    return OnnxModel.of(graph, 8, 13);
  }

  private static Recipe recipe(ReduceRange reduceRange) {
    Step quantize =
        new QuantizeStatic(
            new Calibration.MinMax(), Granularity.PER_TENSOR, reduceRange, NodeFilter.ALL);
    return new Recipe("int8", List.of(new Step.Fold(), quantize));
  }

  private static Optional<CalibrationSamples> samples(int count) {
    Random random = new Random(9);
    List<float[]> values = new ArrayList<>();
    for (int s = 0; s < 8; s++) {
      float[] sample = new float[16];
      for (int i = 0; i < 16; i++) {
        sample[i] = (float) random.nextGaussian();
      }
      values.add(sample);
    }
    return Optional.of(new CalibrationSamples(new RealData.Arrays(values, 16), count));
  }

  private Compressor compressor() {
    return new Compressor(folder.resolve("cache"), "test");
  }

  private Candidate compress(Recipe recipe, int count, Set<String> features) {
    return compressor().compress(reference, recipe, samples(count), features, Progress.NONE);
  }

  @Test
  void tellsHowACandidateWasMade() {
    Candidate made = compress(recipe(ReduceRange.OFF), 8, Set.of());
    assertThat(made.cached()).isFalse();
    assertThat(made.name()).isEqualTo("int8");
    assertThat(made.sha256()).isEqualTo(ModelFiles.of(made.file()).sha256());
    Lineage lineage = made.lineage();
    assertThat(lineage.referenceSha256()).isEqualTo(ModelFiles.of(reference).sha256());
    assertThat(lineage.calibrationSamples()).isEqualTo(8);
    assertThat(lineage.tools()).containsEntry("touchstone", "test").containsKey("onnxruntime");
    assertThat(lineage.steps())
        .extracting(Lineage.StepRecord::step)
        .containsExactly("fold", "quantize static");
    assertThat(lineage.steps().get(0).nodesBefore()).isEqualTo(2);
    assertThat(lineage.steps().get(0).nodesAfter()).isEqualTo(1);
    assertThat(lineage.steps().get(0).outputSignalToNoiseDb()).contains(Double.POSITIVE_INFINITY);
    assertThat(lineage.steps().get(1).outputSignalToNoiseDb().orElseThrow()).isGreaterThan(30);
  }

  @Test
  void findsWhatItMadeBeforeWithTheSameLineage() {
    Candidate made = compress(recipe(ReduceRange.OFF), 8, Set.of());
    Candidate found = compress(recipe(ReduceRange.OFF), 8, Set.of());
    assertThat(found.cached()).isTrue();
    assertThat(found.file()).isEqualTo(made.file());
    assertThat(found.sha256()).isEqualTo(made.sha256());
    assertThat(found.bytes()).isEqualTo(made.bytes());
    assertThat(found.lineage()).isEqualTo(made.lineage());
  }

  @Test
  void makesANewOneWheneverAnythingThatMattersChanges() {
    Path first = compress(recipe(ReduceRange.AUTO), 8, VNNI).file();
    assertThat(compress(recipe(ReduceRange.AUTO), 7, VNNI).file()).isNotEqualTo(first);
    assertThat(compress(recipe(ReduceRange.AUTO), 8, OLD).file()).isNotEqualTo(first);
    assertThat(compress(recipe(ReduceRange.OFF), 8, VNNI).file()).isNotEqualTo(first);
    assertThat(
            new Compressor(folder.resolve("cache"), "next")
                .compress(reference, recipe(ReduceRange.AUTO), samples(8), VNNI, Progress.NONE)
                .file())
        .isNotEqualTo(first);
    model(2).write(reference);
    assertThat(compress(recipe(ReduceRange.AUTO), 8, VNNI).file()).isNotEqualTo(first);
  }

  @Test
  void makesADamagedEntryAnew() throws IOException {
    Candidate made = compress(recipe(ReduceRange.OFF), 8, Set.of());
    byte[] bytes = Files.readAllBytes(made.file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(made.file(), bytes);
    Candidate again = compress(recipe(ReduceRange.OFF), 8, Set.of());
    assertThat(again.cached()).isFalse();
    assertThat(again.sha256()).isEqualTo(made.sha256());
    Files.writeString(made.file().resolveSibling("lineage.txt"), "scribble");
    assertThat(compress(recipe(ReduceRange.OFF), 8, Set.of()).cached()).isFalse();
    assertThat(compress(recipe(ReduceRange.OFF), 8, Set.of()).cached()).isTrue();
  }

  @Test
  void worksOnceWhenManyAskAtOnce() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Candidate>> asked = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        asked.add(threads.submit(() -> compress(recipe(ReduceRange.OFF), 8, Set.of())));
      }
      List<Boolean> cached = new ArrayList<>();
      for (Future<Candidate> future : asked) {
        cached.add(future.get().cached());
      }
      assertThat(cached).containsOnlyOnce(false).hasSize(4);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesNothingHalfMadeBehind() throws IOException {
    compress(recipe(ReduceRange.OFF), 8, Set.of());
    try (var files = Files.list(folder.resolve("cache"))) {
      assertThat(files).noneMatch(f -> f.toString().contains(".part")).hasSize(2);
    }
  }

  @Test
  void choosesSevenBitsOnlyForX86WithoutWideSums() {
    assertThat(new TargetCpu(OLD).needsSevenBits(ReduceRange.AUTO)).isTrue();
    assertThat(new TargetCpu(VNNI).needsSevenBits(ReduceRange.AUTO)).isFalse();
    assertThat(new TargetCpu(Set.of("asimd", "asimddp")).needsSevenBits(ReduceRange.AUTO))
        .isFalse();
    assertThat(new TargetCpu(Set.of()).needsSevenBits(ReduceRange.AUTO)).isFalse();
    assertThat(new TargetCpu(VNNI).needsSevenBits(ReduceRange.ON)).isTrue();
  }

  @Test
  void asksForCalibrationDataWhereAStepNeedsIt() {
    assertThatThrownBy(
            () ->
                compressor()
                    .compress(
                        reference,
                        recipe(ReduceRange.OFF),
                        Optional.empty(),
                        Set.of(),
                        Progress.NONE))
        .isInstanceOfSatisfying(
            CompressionException.class,
            e -> {
              assertThat(e.step()).isEqualTo("quantize static");
              assertThat(e.reason()).isEqualTo("needs calibration data, and the scenario has none");
            });
  }

  @Test
  void passesTheRuntimesReasonOnForAModelThatItRefuses() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1)));
    graph.add(Node.of("NoSuchOperator", "n", List.of("x"), List.of("y")));
    OnnxModel.of(graph, 8, 13).write(reference);
    assertThatThrownBy(() -> compress(recipe(ReduceRange.OFF), 8, Set.of()))
        .isInstanceOf(CompressionException.class)
        .hasMessageStartingWith("read: ONNX Runtime says: ")
        .hasMessageContaining("NoSuchOperator");
  }
}
