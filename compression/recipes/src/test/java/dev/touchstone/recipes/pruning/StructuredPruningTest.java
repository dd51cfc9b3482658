package dev.touchstone.recipes.pruning;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.Material;
import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.anatomy.Cost;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.pruning.TinyTransformer.Projections;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.PruneStructured;
import dev.touchstone.scenarios.PruneStructured.Compensation;
import dev.touchstone.scenarios.PruneStructured.Control;
import dev.touchstone.scenarios.PruneStructured.Importance;
import dev.touchstone.scenarios.PruneStructured.Part;
import dev.touchstone.scenarios.PruneStructured.Ranking;
import dev.touchstone.scenarios.PruneStructured.Rounding;
import dev.touchstone.scenarios.PruneStructured.Schedule;
import dev.touchstone.scenarios.PruneStructured.Scope;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredPruningTest {

  /** Sums have fewer terms and are rounded otherwise. */
  private static final double ROUNDING = 1e-4;

  private static final List<Part> USUAL = List.of(Part.CHANNELS, Part.HEADS, Part.FEED_FORWARD);

  private static PruneStructured half(Importance importance, Compensation compensation) {
    return new PruneStructured(
        0.5,
        USUAL,
        new Ranking(importance, Scope.LOCAL, compensation),
        new Rounding(1, 1),
        new Schedule(1, new Control.None()),
        NodeFilter.ALL);
  }

  private static StructuredPruning.Result pruned(OnnxModel model, PruneStructured step) {
    return new StructuredPruning(step, ModelInputs.random(model, 4, 11), Progress.NONE)
        .apply(model);
  }

  /** Zeros wherever a unit lies in a constant. */
  private static OnnxModel withoutEffect(OnnxModel model, Coupling coupling, Set<Integer> units) {
    Graph graph = model.graph();
    for (TensorAxis axis : coupling.axes()) {
      Optional<Constant> constant =
          graph.initializer(axis.tensor()).filter(c -> c.type() == OnnxType.FLOAT);
      int[] atoms = coupling.atoms(axis);
      if (constant.isPresent()) {
        float[] values = constant.get().toFloats();
        int inner =
            (int)
                Arrays.stream(constant.get().shape())
                    .skip(axis.axis() + 1L)
                    .reduce(1, (a, b) -> a * b);
        for (int i = 0; i < values.length; i++) {
          if (units.contains(coupling.root(atoms[i / inner % atoms.length]))) {
            values[i] = 0;
          }
        }
        graph.put(constant.get().withFloats(values));
      }
    }
    return model.with(graph);
  }

  @Nested
  class Equivalence {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void removingChannelsThatAreExactlyZeroChangesNothing(long seed) {
      OnnxModel model = RandomNetworks.network(seed);
      CouplingRules.Result rules = CouplingRules.of(model);
      Random random = new Random(seed);
      Set<Integer> removed = new HashSet<>();
      for (UnitGroup group : UnitGroup.find(rules)) {
        if (group.reason().isEmpty()) {
          group.units().stream().skip(1).filter(u -> random.nextInt(3) == 0).forEach(removed::add);
        }
      }
      assertThat(removed).isNotEmpty();
      OnnxModel zeroed = withoutEffect(model, rules.coupling(), removed);
      OnnxModel smaller = Surgery.remove(zeroed, rules.coupling(), removed);
      assertThat(smaller.bytes()).isLessThan(model.bytes());
      assertThat(RandomInputs.largestDifference(zeroed, smaller, seed))
          .isLessThanOrEqualTo(ROUNDING);
    }

    @ParameterizedTest
    @EnumSource(Projections.class)
    void holdsForAttentionHeadsAndNeurons(Projections projections) {
      OnnxModel model = TinyTransformer.model(projections);
      CouplingRules.Result rules = CouplingRules.of(model);
      Set<Integer> removed = new HashSet<>();
      for (UnitGroup group : UnitGroup.find(rules)) {
        if (group.part() == Part.HEADS || group.part() == Part.FEED_FORWARD) {
          removed.add(group.units().get(1));
        }
      }
      assertThat(removed).hasSize(2);
      OnnxModel zeroed = withoutEffect(model, rules.coupling(), removed);
      OnnxModel smaller = Surgery.remove(zeroed, rules.coupling(), removed);
      assertThat(RandomInputs.largestDifference(zeroed, smaller, 3)).isLessThanOrEqualTo(ROUNDING);
    }
  }

  @Nested
  class Results {

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void loadAndRunInTheRuntimeWithTheSameInputsAndOutputs(long seed) {
      OnnxModel model = RandomNetworks.network(seed);
      for (Importance importance : Importance.values()) {
        Compensation compensation =
            importance == Importance.L1 ? Compensation.NONE : Compensation.LEAST_SQUARES;
        StructuredPruning.Result result = pruned(model, half(importance, compensation));
        // compares names, types and shapes of inputs and outputs on the way
        assertThat(RandomInputs.largestDifference(model, result.model(), seed)).isFinite();
        assertThat(Cost.of(result.model()).parameters()).isLessThan(Cost.of(model).parameters());
      }
    }

    @Test
    void doNotChangeFromRunToRun() {
      OnnxModel model = RandomNetworks.network(5);
      PruneStructured step = half(Importance.ACTIVATION, Compensation.LEAST_SQUARES);
      assertThat(pruned(model, step).model().toByteArray())
          .isEqualTo(pruned(model, step).model().toByteArray());
    }

    @ParameterizedTest
    @EnumSource(Projections.class)
    void loseWholeHeadsAndNeuronsOfATransformer(Projections projections) {
      OnnxModel model = TinyTransformer.model(projections);
      StructuredPruning.Result result = pruned(model, half(Importance.L2, Compensation.NONE));
      assertThat(result.notes())
          .contains("2 of 4 attention heads taken out", "8 of 16 neurons taken out");
      Graph graph = result.model().graph();
      assertThat(graph.initializer("o_w").orElseThrow().shape())
          .containsExactly(TinyTransformer.HEADS / 2 * TinyTransformer.HEAD, TinyTransformer.WIDTH);
      assertThat(graph.initializer("f1_w").orElseThrow().shape())
          .containsExactly(TinyTransformer.WIDTH, TinyTransformer.NEURONS / 2);
      assertThat(RandomInputs.largestDifference(model, result.model(), 1)).isFinite();
    }

    @Test
    void loseTheWidthOnlyWhereThatWasAskedFor() {
      OnnxModel model = TinyTransformer.model(Projections.APART);
      Graph graph = model.graph();
      random(graph, "in_w", TinyTransformer.WIDTH, TinyTransformer.WIDTH);
      random(graph, "out_w", TinyTransformer.WIDTH, 3);
      graph.redirect("x", "wide");
      graph.add(Node.of("MatMul", "in", List.of("x", "in_w"), List.of("wide")));
      graph.add(Node.of("MatMul", "out", List.of("y", "out_w"), List.of("z")));
      graph.setOutputs(List.of());
      graph.addOutput("z");
      graph.sort();
      OnnxModel deep = model.with(graph);
      assertThat(pruned(deep, half(Importance.L1, Compensation.NONE)).notes())
          .anyMatch(n -> n.contains("units of the kind width were not asked for"));
      PruneStructured width =
          new PruneStructured(
              0.5,
              List.of(Part.WIDTH),
              new Ranking(Importance.L1, Scope.LOCAL, Compensation.NONE),
              new Rounding(1, 1),
              new Schedule(1, new Control.None()),
              NodeFilter.ALL);
      StructuredPruning.Result result = pruned(deep, width);
      assertThat(result.notes()).contains("6 of 12 channels of the width taken out");
      assertThat(RandomInputs.largestDifference(deep, result.model(), 1)).isFinite();
    }
  }

  @Nested
  class Amounts {

    private OnnxModel chain(int... channels) {
      Graph graph =
          Graph.empty(
              "g", List.of(GraphValue.of("t0", OnnxType.FLOAT, 1, channels[0], 4, 4)), List.of());
      for (int i = 1; i < channels.length; i++) {
        random(graph, "w" + i, channels[i], channels[i - 1], 1, 1);
        graph.add(Node.of("Conv", "conv" + i, List.of("t" + (i - 1), "w" + i), List.of("t" + i)));
      }
      graph.addOutput("t" + (channels.length - 1));
      return OnnxModel.of(graph, 8, 13);
    }

    @Test
    void areCountedForEachLayerThoughTheirBiasesAreOneTensor() {
      Graph graph = chain(3, 8, 8, 5).graph();
      graph.put(Constant.floats("zeros", new long[] {8}, new float[8]));
      graph.nodes().subList(0, 2).forEach(conv -> conv.setInput(2, "zeros"));
      assertThat(pruned(OnnxModel.of(graph, 8, 13), half(Importance.L1, Compensation.NONE)).notes())
          .contains("8 of 16 channels taken out");
    }

    private PruneStructured step(double ratio, Scope scope, Rounding rounding, int iterations) {
      return new PruneStructured(
          ratio,
          USUAL,
          new Ranking(Importance.L1, scope, Compensation.NONE),
          rounding,
          new Schedule(iterations, new Control.None()),
          NodeFilter.ALL);
    }

    @ParameterizedTest(name = "{0} channels, {1}, a multiple of {2}, at least {3} -> {4}")
    @CsvSource({
      "64, 0.3, 1, 1, 45",
      "64, 0.3, 8, 1, 48",
      "24, 0.5, 4, 8, 12",
      "24, 0.5, 8, 8, 16",
      "10, 0.5, 4, 8, 8",
      "10, 0.9, 4, 8, 8",
      "6, 0.5, 4, 8, 6",
      "64, 0.99, 1, 1, 1",
    })
    void areRoundedUpAndNeverBelowTheLeast(
        int channels, double ratio, int multiple, int least, int left) {
      OnnxModel model = chain(3, channels, 5);
      StructuredPruning.Result result =
          pruned(model, step(ratio, Scope.LOCAL, new Rounding(multiple, least), 1));
      assertThat(result.model().graph().initializer("w1").orElseThrow().shape()[0]).isEqualTo(left);
    }

    @Test
    void addUpOverIterations() {
      OnnxModel model = chain(3, 40, 20, 5);
      StructuredPruning.Result result =
          pruned(model, step(0.5, Scope.LOCAL, new Rounding(1, 1), 4));
      assertThat(result.model().graph().initializer("w2").orElseThrow().shape()).startsWith(10, 20);
    }

    @Test
    void goToTheLeastImportantGroupInGlobalScope() {
      OnnxModel model = chain(3, 40, 40, 5);
      Graph graph = model.graph();
      // three quarters of the second layer matter next to nothing
      Constant second = graph.initializer("w2").orElseThrow();
      float[] values = second.toFloats();
      IntStream.range(0, 30 * 40).forEach(i -> values[i] *= 1e-3f);
      graph.put(second.withFloats(values));
      StructuredPruning.Result result =
          pruned(model.with(graph), step(0.25, Scope.GLOBAL, new Rounding(1, 1), 1));
      assertThat(result.model().graph().initializer("w2").orElseThrow().shape()).startsWith(20, 40);
    }

    @Test
    void neverTouchWhatIsExcluded() {
      OnnxModel model = chain(3, 16, 16, 5);
      PruneStructured step =
          new PruneStructured(
              0.5,
              USUAL,
              new Ranking(Importance.L1, Scope.LOCAL, Compensation.NONE),
              new Rounding(1, 1),
              new Schedule(1, new Control.None()),
              new NodeFilter(List.of(), List.of("conv1")));
      StructuredPruning.Result result = pruned(model, step);
      assertThat(result.model().graph().initializer("w2").orElseThrow().shape()).startsWith(8, 16);
      assertThat(result.notes())
          .contains("left alone: conv1: include or exclude leaves one of its layers out");
    }
  }

  @Nested
  class Controls {

    private PruneStructured step(Control control) {
      return new PruneStructured(
          0.6,
          USUAL,
          new Ranking(Importance.L1, Scope.LOCAL, Compensation.NONE),
          new Rounding(1, 1),
          new Schedule(3, control),
          NodeFilter.ALL);
    }

    @Test
    void takeTheIterationBackThatFallsBelowTheFloor() {
      OnnxModel model = RandomNetworks.network(2);
      StructuredPruning.Result result = pruned(model, step(new Control.SignalToNoise(200)));
      assertThat(result.notes())
          .anyMatch(
              n -> n.startsWith("iteration 1 of 3 (20.0 % of the units) taken back: outputs at "));
      assertThat(RandomInputs.largestDifference(model, result.model(), 2)).isZero();
    }

    @Test
    void letEverythingPassThatStaysAboveIt() {
      OnnxModel model = RandomNetworks.network(2);
      assertThat(pruned(model, step(new Control.SignalToNoise(-1000))).model().toByteArray())
          .isEqualTo(pruned(model, step(new Control.None())).model().toByteArray());
    }

    @Test
    void compareAnswersWithThoseBefore() {
      OnnxModel model = RandomNetworks.network(2);
      assertThat(pruned(model, step(new Control.Agreement(0.01))).notes())
          .anyMatch(n -> n.matches("iteration 1: .* % of the answers as before"));
    }

    @Test
    void needSamples() {
      assertThatThrownBy(
              () ->
                  new StructuredPruning(
                          step(new Control.Agreement(0.5)), Optional.empty(), Progress.NONE)
                      .apply(RandomNetworks.network(2)))
          .isInstanceOf(UnusableModelException.class)
          .hasMessage("needs calibration data, and the scenario has none");
    }
  }

  @Nested
  class RealModels {

    private StructuredPruning.Result half(String file) {
      OnnxModel model = OnnxModel.read(Material.path("models/" + file));
      PruneStructured step =
          new PruneStructured(
              0.5,
              USUAL,
              new Ranking(Importance.L1, Scope.LOCAL, Compensation.NONE),
              new Rounding(4, 8),
              new Schedule(1, new Control.None()),
              NodeFilter.ALL);
      StructuredPruning.Result result = pruned(model, step);
      assertThat(RandomInputs.largestDifference(model, result.model(), 1)).isFinite();
      return result;
    }

    @ParameterizedTest(name = "{0}: {1} parameters")
    @CsvSource({
      "deeppcb/deeppcb_resnet.onnx, 389563, 14267040",
      // BatchNormalization's two parameters a channel are one bias in this file
      "deeppcb/deeppcb_resnet_bnfolded.onnx, 388711, 14267040",
    })
    void halveEveryChannelOfTheResidualNetwork(String file, long parameters, long macs) {
      Cost cost = Cost.of(half(file).model());
      assertThat(cost.parameters()).isEqualTo(parameters);
      assertThat(cost.macs()).isEqualTo(macs);
    }

    @Test
    void halveHeadsAndNeuronsOfTheTransformer() {
      assertThat(half("banking77/banking77_transformer.onnx").notes())
          .contains("6 of 12 attention heads taken out", "960 of 1920 neurons taken out");
    }

    @Test
    void followWeightsThatAreStoredInEightBits() {
      assertThat(half("mlperf-tiny/kws_ref_fp32.onnx").notes())
          .contains("160 of 320 channels taken out");
    }
  }
}
