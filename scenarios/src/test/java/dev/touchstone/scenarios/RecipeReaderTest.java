package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.PruneStructured.Compensation;
import dev.touchstone.scenarios.PruneStructured.Control;
import dev.touchstone.scenarios.PruneStructured.Importance;
import dev.touchstone.scenarios.PruneStructured.Part;
import dev.touchstone.scenarios.PruneStructured.Ranking;
import dev.touchstone.scenarios.PruneStructured.Rounding;
import dev.touchstone.scenarios.PruneStructured.Schedule;
import dev.touchstone.scenarios.PruneStructured.Scope;
import dev.touchstone.scenarios.PruneUnstructured.Pattern;
import dev.touchstone.scenarios.QuantizedForm.ActivationType;
import dev.touchstone.scenarios.QuantizedForm.Islands;
import dev.touchstone.scenarios.QuantizedForm.Notation;
import dev.touchstone.scenarios.QuantizedForm.Symmetry;
import dev.touchstone.scenarios.QuantizedForm.WeightType;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.ReduceRange;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeReaderTest {

  private static final Step.QuantizeStatic DEFAULT_STATIC =
      new Step.QuantizeStatic(
          new Calibration.MinMax(),
          Granularity.PER_CHANNEL,
          ReduceRange.AUTO,
          NodeFilter.ALL,
          QuantizedForm.DEFAULT);

  @TempDir private Path folder;

  private Recipe read(String text) {
    try {
      return RecipeReader.read(Files.writeString(folder.resolve("recipe.yaml"), text).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Step step(String text) {
    return read("name: r\nsteps:\n  - " + text + "\n").steps().get(0);
  }

  @Test
  void bundledRecipesAreKnownByName() {
    assertThat(RecipeReader.read("int8-static").steps())
        .containsExactly(
            new Step.Fold(),
            new Step.QuantizeStatic(
                new Calibration.Percentile(0.999998),
                Granularity.PER_CHANNEL,
                ReduceRange.AUTO,
                NodeFilter.ALL,
                QuantizedForm.DEFAULT));
    assertThat(RecipeReader.read("int8-dynamic").steps())
        .containsExactly(
            new Step.Fold(), new Step.QuantizeDynamic(Granularity.PER_CHANNEL, NodeFilter.ALL));
    assertThat(RecipeReader.bundled())
        .extracting(Recipe::name)
        .containsExactly(
            "int8-static",
            "int8-static-accurate",
            "int8-dynamic",
            "mixed-int8",
            "fp16",
            "fp16-storage",
            "int4-weights",
            "prune-30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fold", "{fold: {}}", "{fold: }"})
  void foldNeedsNothing(String text) {
    assertThat(step(text)).isEqualTo(new Step.Fold());
  }

  @Test
  void fuseGoesAsFarAsIsPortableUnlessToldLess() {
    assertThat(step("fuse")).isEqualTo(new Fuse(Fuse.Level.EXTENDED));
    assertThat(step("{fuse: {}}")).isEqualTo(new Fuse(Fuse.Level.EXTENDED));
    assertThat(step("{fuse: {level: basic}}")).isEqualTo(new Fuse(Fuse.Level.BASIC));
  }

  @Test
  void whatIsNotSaidHasADefault() {
    assertThat(step("{quantize: {scheme: static}}")).isEqualTo(DEFAULT_STATIC);
    assertThat(step("{quantize: {scheme: static, calibration: {entropy: {}}}}"))
        .extracting(s -> ((Step.QuantizeStatic) s).calibration())
        .isEqualTo(new Calibration.Entropy(2048));
  }

  @Test
  void everythingCanBeSaid() {
    assertThat(
            step(
                "{quantize: {scheme: static, format: qoperator, weights: per-tensor, weight-type:"
                    + " u8, activations: u8, symmetric: none, calibration: {percentile: 99.99 %},"
                    + " reduce-range: on, islands: keep, include: [/conv/, 'type:Gemm'], exclude:"
                    + " [head]}}"))
        .isEqualTo(
            new Step.QuantizeStatic(
                new Calibration.Percentile(0.9999),
                Granularity.PER_TENSOR,
                ReduceRange.ON,
                new NodeFilter(List.of("/conv/", "type:Gemm"), List.of("head")),
                new QuantizedForm(
                    Notation.QOPERATOR,
                    ActivationType.U8,
                    WeightType.U8,
                    Symmetry.NONE,
                    Islands.KEEP)));
  }

  @Test
  void stepsForWeightsFloatsAndFilesHaveDefaultsToo() {
    assertThat(step("{quantize: {scheme: weights}}"))
        .isEqualTo(
            new QuantizeWeights(
                new QuantizeWeights.Blocks(4, 32, QuantizeWeights.Zero.SYMMETRIC),
                new QuantizeWeights.Form.MatMulNBits(QuantizeWeights.Arithmetic.FLOAT),
                QuantizeWeights.Rounding.HQQ,
                QuantizeWeights.Tables.QUANTIZED,
                NodeFilter.ALL));
    assertThat(step("{convert: {to: fp16}}"))
        .isEqualTo(new Convert.ToHalf(List.of(), Convert.Border.FLOAT, Convert.Overflow.WEIGHTS));
    assertThat(step("{convert: {to: bf16-storage, keep: [/head/]}}"))
        .isEqualTo(new Convert.StoredHalf(Convert.Half.BF16, List.of("/head/")));
    assertThat(step("package")).isEqualTo(new Packaging.Inline());
    assertThat(step("{package: {weights: external}}")).isEqualTo(new Packaging.External(4096));
    assertThat(step("{package: {format: ort}}"))
        .isEqualTo(new Packaging.OrtFormat(Packaging.Optimization.BASIC));
  }

  @Test
  void pruningHasDefaults() {
    assertThat(step("{prune: {structured: {ratio: 30 %}}}"))
        .isEqualTo(
            new PruneStructured(
                0.3,
                List.of(Part.CHANNELS, Part.HEADS, Part.FEED_FORWARD),
                new Ranking(Importance.L1, Scope.LOCAL, Compensation.NONE),
                new Rounding(4, 8),
                new Schedule(1, new Control.None()),
                NodeFilter.ALL));
    assertThat(step("{prune: {structured: {ratio: 30 %, importance: activation}}}"))
        .extracting(s -> ((PruneStructured) s).ranking().compensation())
        .isEqualTo(Compensation.LEAST_SQUARES);
    assertThat(step("{prune: {unstructured: {sparsity: 50 %}}}"))
        .isEqualTo(new PruneUnstructured(new Pattern.EachTensor(0.5), NodeFilter.ALL));
    assertThat(step("{low-rank: {energy: 90 %}}"))
        .isEqualTo(new LowRank(new LowRank.Limit.Energy(0.9), 4096, NodeFilter.ALL));
  }

  @Test
  void pruningCanBeSaidInFull() {
    assertThat(
            step(
                "{prune: {structured: {ratio: 0.5, units: [blocks, width], importance: l2, scope:"
                    + " global, compensate: least-squares, round-to: 8, min-channels: 16,"
                    + " iterations: 5, control: {signal-to-noise: 10.5 dB}, exclude: [head]}}}"))
        .isEqualTo(
            new PruneStructured(
                0.5,
                List.of(Part.BLOCKS, Part.WIDTH),
                new Ranking(Importance.L2, Scope.GLOBAL, Compensation.LEAST_SQUARES),
                new Rounding(8, 16),
                new Schedule(5, new Control.SignalToNoise(10.5)),
                new NodeFilter(List.of(), List.of("head"))));
    assertThat(step("{prune: {unstructured: {pattern: 2:4, include: ['type:Gemm']}}}"))
        .isEqualTo(
            new PruneUnstructured(
                new Pattern.FewOfMany(2, 4), new NodeFilter(List.of("type:Gemm"), List.of())));
    assertThat(step("{prune: {unstructured: {sparsity: 50 %, scope: global}}}"))
        .isEqualTo(new PruneUnstructured(new Pattern.AllTensors(0.5), NodeFilter.ALL));
    assertThat(step("{low-rank: {rank: 16, least-elements: 10000}}"))
        .isEqualTo(new LowRank(new LowRank.Limit.Rank(16), 10_000, NodeFilter.ALL));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({"auto, AUTO", "on, ON", "true, ON", "off, OFF", "false, OFF"})
  void reduceRangeTakesTheWordsOfYamlOneDotTwo(String word, ReduceRange range) {
    assertThat(step("{quantize: {scheme: static, reduce-range: " + word + "}}"))
        .extracting(s -> ((Step.QuantizeStatic) s).reduceRange())
        .isEqualTo(range);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          flod                                                     | 3:5: steps[0]: "flod" is not allowed here; allowed: fold, fuse, equalize, smooth-quant, prune, low-rank, quantize, round, correct-bias, search, convert, package; did you mean "fold"?
          {fold: {x: 1}}                                           | 3:13: steps[0].fold: "x" is no key of a fold step, which has none
          {fuse: {level: all}}                                     | 3:20: steps[0].fuse.level: "all" is not allowed here; allowed: basic, extended
          {quantize: {}}                                           | 3:16: steps[0].quantize: a static quantize step needs the key "scheme", which is missing
          {quantize: {scheme: statik}}                             | 3:25: steps[0].quantize.scheme: "statik" is not allowed here; allowed: dynamic, static, weights; did you mean "static"?
          {quantize: {scheme: dynamic, calibration: minmax}}       | 3:34: steps[0].quantize: "calibration" is no key of a dynamic quantize step; allowed: scheme, weights, include, exclude
          {quantize: {scheme: static, weights: per-chanel}}        | 3:42: steps[0].quantize.weights: "per-chanel" is not allowed here; allowed: per-channel, per-tensor; did you mean "per-channel"?
          {quantize: {scheme: static, reduce-range: yes}}          | 3:47: steps[0].quantize.reduce-range: "yes" is not allowed here; allowed: auto, on, off, true, false
          {quantize: {scheme: static, calibration: max}}           | 3:46: steps[0].quantize.calibration: "max" is not allowed here; allowed: minmax, moving-average, percentile, entropy, mse
          {quantize: {scheme: static, calibration: percentile}}    | 3:46: steps[0].quantize.calibration: percentile needs a share; write {percentile: 99.99 %}
          {quantize: {scheme: static, calibration: {percentile: 99.99}}} | 3:59: steps[0].quantize.calibration.percentile: "99.99" is above 1, and a share is at most 1; write a fraction such as 0.94, or a percentage such as 94 %
          {quantize: {scheme: static, calibration: {percentile: 40 %}}}  | 3:59: steps[0].quantize.calibration.percentile: "40 %" would cut off half of the values or more; write a share above 50 %, such as 99.99 %
          {quantize: {scheme: static, calibration: {entropy: {bins: 100}}}} | 3:63: steps[0].quantize.calibration.entropy.bins: "100" is not allowed; write a whole number from 256 to 65536
          {quantize: {scheme: static, exclude: head}}              | 3:42: steps[0].quantize.exclude: found "head" where a list belongs; write [a, b]
          {quantize: {scheme: static, exclude: [/(/]}}             | 3:43: steps[0].quantize.exclude[0]: "/(/" is no regular expression: Unclosed group; a name that begins and ends with / is read as one
          {quantize: {scheme: weights, bits: 3}}                   | 3:40: steps[0].quantize.bits: "3" is not allowed here; allowed: 4, 8; did you mean "4"?
          {quantize: {scheme: weights, block-size: 33}}            | 3:46: steps[0].quantize.block-size: "33" is not allowed here; allowed: 16, 32, 64, 128; did you mean "32"?
          {quantize: {scheme: weights, format: dequantize-linear, arithmetic: int8}} | 3:73: steps[0].quantize.arithmetic: arithmetic is decided by ONNX Runtime where format is dequantize-linear; leave it out, or write format: matmul-nbits
          {convert: {keep: [a]}}                                   | 3:15: steps[0].convert: a convert step needs the key "to", which is missing
          {convert: {to: fp8}}                                     | 3:20: steps[0].convert.to: "fp8" is not allowed here; allowed: fp16, fp16-storage, bf16-storage
          {convert: {to: bf16-storage, overflow: samples}}         | 3:34: steps[0].convert: "overflow" is no key of a convert step; allowed: to, keep
          {package: {align: 4096}}                                 | 3:23: steps[0].package.align: weights inside the ONNX file have no alignment; leave it out, or write weights: external
          {package: {format: ort, weights: external}}              | 3:29: steps[0].package: "weights" is no key of a package step of format ort; allowed: format, optimization
          {package: {format: zip}}                                 | 3:24: steps[0].package.format: "zip" is not allowed here; allowed: onnx, ort
          prune                                                    | 3:5: steps[0]: a prune step says what kind of pruning it is; write {prune: {structured: {ratio: 30 %}}}
          {prune: {structred: {ratio: 30 %}}}                      | 3:14: steps[0].prune: "structred" is not a kind of pruning; allowed: structured, unstructured; did you mean "structured"?
          {prune: {structured: {}}}                                | 3:26: steps[0].prune.structured: a structured prune step needs the key "ratio", which is missing
          {prune: {structured: {ratio: 100 %}}}                    | 3:34: steps[0].prune.structured.ratio: "100 %" is all; write a share between 0 % and 100 %, such as 50 %
          {prune: {structured: {ratio: 30 %, units: [layers]}}}    | 3:48: steps[0].prune.structured.units[0]: "layers" is not allowed here; allowed: channels, heads, feed-forward, width, blocks
          {prune: {structured: {ratio: 30 %, units: []}}}          | 3:47: steps[0].prune.structured.units: the list is empty; name at least one kind, such as channels
          {prune: {structured: {ratio: 30 %, control: {signal-to-noise: 10}}}} | 3:67: steps[0].prune.structured.control.signal-to-noise: signal-to-noise needs a ratio in decibels, found "10"; write {signal-to-noise: 10 dB}
          {prune: {structured: {ratio: 30 %, control: agreement}}} | 3:49: steps[0].prune.structured.control: agreement needs a share; write {agreement: 95 %}
          {prune: {unstructured: {}}}                              | 3:13: steps[0].prune: an unstructured prune step has exactly one of sparsity and pattern, found neither; write {sparsity: 50 %} or {pattern: 2:4}
          {prune: {unstructured: {pattern: 4:2}}}                  | 3:38: steps[0].prune.unstructured.pattern: "4:2" is no pattern N:M that keeps N of M weights, N below M; write for example 2:4
          {prune: {unstructured: {pattern: 2:4, scope: global}}}   | 3:43: steps[0].prune.unstructured.scope: a pattern holds everywhere and has no scope
          {low-rank: {energy: 95 %, rank: 3}}                      | 3:5: steps[0]: a low-rank step has exactly one of energy and rank, found both; write {energy: 95 %} or {rank: 16}
          {low-rank: {rank: 0}}                                    | 3:23: steps[0].low-rank.rank: "0" is not allowed; write a whole number from 1 to 1048576
          {quantize: {scheme: static, include: ['type:']}}         | 3:43: steps[0].quantize.include[0]: "type:" names no operator; write for example type:Conv
          {quantize: {scheme: static, exclude: [last:0]}}          | 3:43: steps[0].quantize.exclude[0]: "last:0" is no place: what follows the colon must be 1 or more; write first, first:2, last or last:2; /first/ finds a name
          {quantize: {scheme: static, activations: u4}}            | 3:46: steps[0].quantize.activations: "u4" is not allowed here; allowed: u8, s8, u16, s16; did you mean "u8"?
          {quantize: {scheme: static, format: qoperator, activations: s16}} | 3:52: steps[0].quantize.activations: QOperator form has operators for u8 activations, and for s8 ones with s8 weights; write format: qdq, or activations: u8
          {quantize: {scheme: static, activations: u16, calibration: mse}} | 3:51: steps[0].quantize.calibration: entropy and mse weigh 256 levels; 16-bit activations have 65536; write calibration: minmax
          {quantize: {scheme: static, symmetric: none}}            | 3:33: steps[0].quantize.symmetric: weights with a zero point have one for the whole tensor, as the runtime's integer Conv takes no other; write weights: per-tensor, or symmetric: weights
          {quantize: {scheme: static, calibration: {moving-average: {newest: 0 %}}}} | 3:72: steps[0].quantize.calibration.moving-average.newest: "0 %" would never look at a sample; write a share above 0 %, such as 1 %
          """)
  void aStepThatCannotBeIsALocatedProblem(String text, String message) {
    assertThatThrownBy(() -> step(text))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith(folder + "/recipe.yaml:" + message);
  }

  @Test
  void allMistakesOfARecipeAreFoundTogether() {
    assertThatThrownBy(() -> read("nmae: r\nsteps:\n  - fould\n  - {quantize: {weights: 3}}\n"))
        .hasMessage(
            """
            recipe.yaml:1:1: "nmae" is no key of a recipe; allowed: name, steps, calibration-check; did you mean "name"?
            recipe.yaml:1:1: a recipe needs the key "name", which is missing
            recipe.yaml:3:5: steps[0]: "fould" is not allowed here; allowed: fold, fuse, equalize, smooth-quant, prune, low-rank, quantize, round, correct-bias, search, convert, package; did you mean "fold"?
            recipe.yaml:4:16: steps[1].quantize: a static quantize step needs the key "scheme", which is missing
            recipe.yaml:4:26: steps[1].quantize.weights: "3" is not allowed here; allowed: per-channel, per-tensor\
            """
                .replace("recipe.yaml", folder + "/recipe.yaml"));
    assertThatThrownBy(() -> read("name: r\nsteps: []\n"))
        .message()
        .endsWith(":2:8: steps: the list is empty; name at least one step");
  }

  @Test
  void aNameThatIsNeitherBundledNorAFileIsShownWithTheNearest() {
    assertThatThrownBy(() -> RecipeReader.read("int8-statc"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            "--recipe: \"int8-statc\" is neither a bundled recipe nor a YAML file; bundled:"
                + " int8-static, int8-static-accurate, int8-dynamic, mixed-int8, fp16, fp16-storage, int4-weights, prune-30; did you mean \"int8-static\"?");
    assertThatThrownBy(() -> RecipeReader.read("no/such.yaml"))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith("no/such.yaml:1:1: there is no such file");
  }

  static List<Recipe> recipes() {
    Random random = new Random(17);
    List<Recipe> recipes = new ArrayList<>(RecipeReader.bundled());
    IntStream.range(0, 50).mapToObj(i -> recipe("r" + i, random)).forEach(recipes::add);
    return recipes;
  }

  private static Recipe recipe(String name, Random random) {
    List<Step> steps = new ArrayList<>(List.of(new Step.Fold()));
    if (random.nextBoolean()) {
      steps.add(new Fuse(any(Fuse.Level.values(), random)));
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      steps.add(
          switch (random.nextInt(14)) {
            case 0 -> dynamic(random);
            case 1 -> new Equalize(1 + random.nextInt(1000), nodes(random));
            case 2 ->
                new SmoothQuant(
                    random.nextDouble(),
                    any(SmoothQuant.Otherwise.values(), random),
                    nodes(random));
            case 3 ->
                new CorrectBias(
                    any(CorrectBias.Method.values(), random),
                    1 + random.nextInt(999),
                    nodes(random));
            case 4 ->
                new RoundWeights(
                    1 + random.nextInt(999),
                    1 + random.nextInt(100),
                    random.nextDouble(),
                    nodes(random));
            case 5 -> search(random);
            case 6 -> weights(random);
            case 7 -> convert(random);
            case 8 -> packaging(random);
            case 9 -> structured(random);
            case 10 -> new PruneUnstructured(pattern(random), nodes(random));
            case 11 -> lowRank(random);
            default -> fixed(random);
          });
    }
    return new Recipe(name, steps, any(CalibrationCheck.values(), random));
  }

  private static Step search(Random random) {
    Quantity size =
        random.nextBoolean()
            ? new Quantity(1 + random.nextInt(1 << 30), Unit.BYTE)
            : new Quantity(1 - random.nextDouble(), Unit.FRACTION);
    return new SearchMixedPrecision(
        random.nextBoolean() ? dynamic(random) : fixed(random),
        new SearchMixedPrecision.Tolerance(
            any(SearchMixedPrecision.Judge.values(), random),
            random.nextDouble(),
            random.nextDouble(),
            1 + random.nextInt(99)),
        new SearchMixedPrecision.Target(size, 1 - random.nextDouble()),
        1 + random.nextInt(999));
  }

  private static Step structured(Random random) {
    List<Part> units = new ArrayList<>(List.of(Part.values()));
    Collections.shuffle(units, random);
    Control control =
        switch (random.nextInt(3)) {
          case 0 -> new Control.None();
          case 1 -> new Control.SignalToNoise(random.nextInt(400) / 10.0 - 20);
          default -> new Control.Agreement(1 - random.nextDouble());
        };
    return new PruneStructured(
        share(random),
        units.subList(0, 1 + random.nextInt(units.size())),
        new Ranking(
            any(Importance.values(), random),
            any(Scope.values(), random),
            any(Compensation.values(), random)),
        new Rounding(1 + random.nextInt(64), 1 + random.nextInt(64)),
        new Schedule(1 + random.nextInt(10), control),
        nodes(random));
  }

  private static Pattern pattern(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Pattern.EachTensor(share(random));
      case 1 -> new Pattern.AllTensors(share(random));
      default -> {
        int kept = 1 + random.nextInt(8);
        yield new Pattern.FewOfMany(kept, kept + 1 + random.nextInt(8));
      }
    };
  }

  private static Step lowRank(Random random) {
    LowRank.Limit limit =
        random.nextBoolean()
            ? new LowRank.Limit.Rank(1 + random.nextInt(100))
            : new LowRank.Limit.Energy(share(random));
    return new LowRank(limit, 1 + random.nextInt(10_000), nodes(random));
  }

  private static double share(Random random) {
    return (1 + random.nextInt(9998)) / 10_000.0;
  }

  private static Step dynamic(Random random) {
    return new Step.QuantizeDynamic(any(Granularity.values(), random), nodesAndPlaces(random));
  }

  private static Step weights(Random random) {
    return new QuantizeWeights(
        new QuantizeWeights.Blocks(
            4 + random.nextInt(2) * 4,
            16 << random.nextInt(4),
            any(QuantizeWeights.Zero.values(), random)),
        random.nextBoolean()
            ? new QuantizeWeights.Form.MatMulNBits(any(QuantizeWeights.Arithmetic.values(), random))
            : new QuantizeWeights.Form.DequantizeLinear(),
        any(QuantizeWeights.Rounding.values(), random),
        any(QuantizeWeights.Tables.values(), random),
        nodesAndPlaces(random));
  }

  private static Step convert(Random random) {
    return random.nextBoolean()
        ? new Convert.ToHalf(
            nodes(random).exclude(),
            any(Convert.Border.values(), random),
            any(Convert.Overflow.values(), random))
        : new Convert.StoredHalf(any(Convert.Half.values(), random), nodes(random).exclude());
  }

  private static Step packaging(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Packaging.External(16 << random.nextInt(13));
      case 1 -> new Packaging.OrtFormat(any(Packaging.Optimization.values(), random));
      default -> new Packaging.Inline();
    };
  }

  private static Step fixed(Random random) {
    Calibration calibration =
        switch (random.nextInt(5)) {
          case 0 -> new Calibration.MinMax();
          case 1 -> new Calibration.MovingAverage(1 - random.nextDouble());
          case 2 -> new Calibration.MeanSquaredError();
          case 3 -> new Calibration.Percentile(1 - random.nextDouble() / 2.001);
          default -> new Calibration.Entropy(256 + random.nextInt(10_000));
        };
    Granularity weights = any(Granularity.values(), random);
    return new Step.QuantizeStatic(
        calibration,
        weights,
        any(ReduceRange.values(), random),
        nodesAndPlaces(random),
        form(random, weights, calibration));
  }

  private static QuantizedForm form(Random random, Granularity weights, Calibration calibration) {
    boolean counts =
        calibration instanceof Calibration.Entropy
            || calibration instanceof Calibration.MeanSquaredError;
    ActivationType activations =
        any(
            counts
                ? new ActivationType[] {ActivationType.U8, ActivationType.S8}
                : ActivationType.values(),
            random);
    WeightType weightType = any(WeightType.values(), random);
    return new QuantizedForm(
        QuantizedForm.hasOperators(activations, weightType)
            ? any(Notation.values(), random)
            : Notation.QDQ,
        activations,
        weightType,
        weights == Granularity.PER_CHANNEL ? Symmetry.BOTH : any(Symmetry.values(), random),
        any(Islands.values(), random));
  }

  private static NodeFilter nodes(Random random) {
    return nodes(
        random,
        List.of(
            "a", "/x{2,}\\.[0-9]: y/", "type:Conv", "quote\"d\\", "~", "ä🙂", "a: #b", "no\ttab"));
  }

  private static NodeFilter nodesAndPlaces(Random random) {
    return nodes(random, List.of("a", "first", "/x{2,}/", "last:3", "first:12", "type:Conv"));
  }

  private static NodeFilter nodes(Random random, List<String> patterns) {
    return new NodeFilter(
        patterns.subList(0, random.nextInt(patterns.size() + 1)),
        patterns.subList(random.nextInt(patterns.size()), patterns.size()));
  }

  private static <T> T any(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void whatTheWriterWritesTheReaderReads(Recipe recipe) {
    assertThat(read(RecipeWriter.yaml(recipe))).isEqualTo(recipe);
  }

  @Test
  void aCalibrationCheckIsReportOrStrict() {
    assertThat(read("name: r\nsteps: [fold]\n").calibrationCheck())
        .isEqualTo(CalibrationCheck.REPORT);
    assertThat(read("name: r\ncalibration-check: strict\nsteps: [fold]\n").calibrationCheck())
        .isEqualTo(CalibrationCheck.STRICT);
    assertThatThrownBy(() -> read("name: r\nsteps: [fold]\ncalibration-check: strickt\n"))
        .message()
        .endsWith(
            ":3:20: calibration-check: \"strickt\" is not allowed here; allowed: report, strict;"
                + " did you mean \"strict\"?");
  }

  @Test
  void aSearchKeepsAllOfItsQuantizationButTheNodes() {
    Random random = new Random(23);
    for (int i = 0; i < 50; i++) {
      SearchMixedPrecision search = (SearchMixedPrecision) search(random);
      assertThat(search.quantize(search.nodes())).isEqualTo(search.quantize());
    }
  }

  @Test
  void stepsThatWinAccuracyBackHaveDefaults() {
    assertThat(step("equalize")).isEqualTo(new Equalize(40, NodeFilter.ALL));
    assertThat(step("smooth-quant"))
        .isEqualTo(new SmoothQuant(0.5, SmoothQuant.Otherwise.LEAVE, NodeFilter.ALL));
    assertThat(step("correct-bias"))
        .isEqualTo(new CorrectBias(CorrectBias.Method.EMPIRICAL, 128, NodeFilter.ALL));
    assertThat(step("round")).isEqualTo(new RoundWeights(128, 8, 0.01, NodeFilter.ALL));
    assertThat(step("{search: {mixed-precision: {quantize: {scheme: static}}}}"))
        .isEqualTo(
            new SearchMixedPrecision(
                DEFAULT_STATIC,
                SearchMixedPrecision.Tolerance.DEFAULT,
                SearchMixedPrecision.Target.DEFAULT,
                64));
  }

  @Test
  void aSizeIsAShareOrBytes() {
    String search = "{search: {mixed-precision: {quantize: {scheme: dynamic}, max-size: %s}}}";
    assertThat(((SearchMixedPrecision) step(search.formatted("1.5 MB"))).target().bytes(9_000_000))
        .isEqualTo(1_500_000);
    assertThat(((SearchMixedPrecision) step(search.formatted("40 %"))).target().bytes(1000))
        .isEqualTo(400);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {equalize: {sweeps: 0}}            | 3:25: steps[0].equalize.sweeps: "0" is not allowed; write a whole number from 1 to 1000
          {equalize: {exclude: [first]}}     | 3:27: steps[0].equalize.exclude[0]: "first" is a place, which only quantize steps know; name the node, or write /first/ for a name that holds it
          {smooth-quant: {alpha: 1.2}}       | 3:28: steps[0].smooth-quant.alpha: "1.2" is above 1, and a share is at most 1; write a fraction such as 0.94, or a percentage such as 94 %
          {smooth-quant: {otherwise: stop}}  | 3:32: steps[0].smooth-quant.otherwise: "stop" is not allowed here; allowed: leave, multiply
          {correct-bias: {method: exact}}    | 3:29: steps[0].correct-bias.method: "exact" is not allowed here; allowed: analytic, empirical
          {round: {damp: 3}}                 | 3:14: steps[0].round: "damp" is no key of a round step; allowed: samples, sweeps, damping, include, exclude
          search                             | 3:5: steps[0]: search does not say for what; write {search: {mixed-precision: {quantize: {scheme: static}}}}
          {search: {mixed-precision: {}}}    | 3:32: steps[0].search.mixed-precision: a search for mixed precision needs the key "quantize", which is missing
          {search: {mixed-precision: {quantize: {scheme: static}, max-size: 0 %}}} | 3:71: steps[0].search.mixed-precision.max-size: "0 %" is nothing
          {search: {mixed-precision: {quantize: {scheme: static, weights: x}}}} | 3:69: steps[0].search.mixed-precision.quantize.weights: "x" is not allowed here; allowed: per-channel, per-tensor
          """)
  void aStepForAccuracyThatCannotBeIsALocatedProblem(String text, String message) {
    assertThatThrownBy(() -> step(text))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith(folder + "/recipe.yaml:" + message);
  }

  @Test
  void theWriterWritesEveryDefaultOut() {
    assertThat(RecipeWriter.yaml(RecipeReader.read("int8-static")))
        .isEqualTo(
            """
            name: "int8-static"
            steps:
              - {fold: {}}
              - {quantize: {scheme: static, format: qdq, weights: per-channel, weight-type: s8, activations: u8, symmetric: weights, calibration: {percentile: 0.999998}, reduce-range: auto, islands: auto, include: [], exclude: []}}
            """);
    assertThat(RecipeWriter.yaml(RecipeReader.read("prune-30")))
        .isEqualTo(
            """
            name: "prune-30"
            steps:
              - {fold: {}}
              - {prune: {structured: {ratio: 0.3, units: [channels, heads, feed-forward], importance: activation, scope: local, compensate: least-squares, round-to: 4, min-channels: 8, iterations: 2, control: none, include: [], exclude: []}}}
            """);
  }
}
