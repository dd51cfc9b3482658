package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.ReduceRange;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
          new Calibration.MinMax(), Granularity.PER_CHANNEL, ReduceRange.AUTO, NodeFilter.ALL);

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
        .containsExactly(new Step.Fold(), DEFAULT_STATIC);
    assertThat(RecipeReader.read("int8-dynamic").steps())
        .containsExactly(
            new Step.Fold(), new Step.QuantizeDynamic(Granularity.PER_CHANNEL, NodeFilter.ALL));
    assertThat(RecipeReader.bundled())
        .extracting(Recipe::name)
        .containsExactly("int8-static", "int8-dynamic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fold", "{fold: {}}", "{fold: }"})
  void foldNeedsNothing(String text) {
    assertThat(step(text)).isEqualTo(new Step.Fold());
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
                "{quantize: {scheme: static, weights: per-tensor, calibration: {percentile: 99.99 %},"
                    + " reduce-range: on, include: [/conv/, 'type:Gemm'], exclude: [head]}}"))
        .isEqualTo(
            new Step.QuantizeStatic(
                new Calibration.Percentile(0.9999),
                Granularity.PER_TENSOR,
                ReduceRange.ON,
                new NodeFilter(List.of("/conv/", "type:Gemm"), List.of("head"))));
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
          flod                                                     | 3:5: steps[0]: "flod" is not allowed here; allowed: fold, quantize; did you mean "fold"?
          {fold: {x: 1}}                                           | 3:13: steps[0].fold: "x" is no key of a fold step, which has none
          {quantize: {}}                                           | 3:16: steps[0].quantize: a static quantize step needs the key "scheme", which is missing
          {quantize: {scheme: statik}}                             | 3:25: steps[0].quantize.scheme: "statik" is not allowed here; allowed: dynamic, static; did you mean "static"?
          {quantize: {scheme: dynamic, calibration: minmax}}       | 3:34: steps[0].quantize: "calibration" is no key of a dynamic quantize step; allowed: scheme, weights, include, exclude
          {quantize: {scheme: static, weights: per-chanel}}        | 3:42: steps[0].quantize.weights: "per-chanel" is not allowed here; allowed: per-channel, per-tensor; did you mean "per-channel"?
          {quantize: {scheme: static, reduce-range: yes}}          | 3:47: steps[0].quantize.reduce-range: "yes" is not allowed here; allowed: auto, on, off, true, false
          {quantize: {scheme: static, calibration: max}}           | 3:46: steps[0].quantize.calibration: "max" is not allowed here; allowed: minmax, percentile, entropy
          {quantize: {scheme: static, calibration: percentile}}    | 3:46: steps[0].quantize.calibration: percentile needs a share; write {percentile: 99.99 %}
          {quantize: {scheme: static, calibration: {percentile: 99.99}}} | 3:59: steps[0].quantize.calibration.percentile: "99.99" is above 1, and a share is at most 1; write a fraction such as 0.94, or a percentage such as 94 %
          {quantize: {scheme: static, calibration: {percentile: 40 %}}}  | 3:59: steps[0].quantize.calibration.percentile: "40 %" would cut off half of the values or more; write a share above 50 %, such as 99.99 %
          {quantize: {scheme: static, calibration: {entropy: {bins: 100}}}} | 3:63: steps[0].quantize.calibration.entropy.bins: "100" is not allowed; write a whole number from 256 to 1048576
          {quantize: {scheme: static, exclude: head}}              | 3:42: steps[0].quantize.exclude: found "head" where a list belongs; write [a, b]
          {quantize: {scheme: static, exclude: [/(/]}}             | 3:43: steps[0].quantize.exclude[0]: "/(/" is no regular expression: Unclosed group; a name that begins and ends with / is read as one
          {quantize: {scheme: static, include: ['type:']}}         | 3:43: steps[0].quantize.include[0]: "type:" names no operator; write for example type:Conv
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
            recipe.yaml:1:1: "nmae" is no key of a recipe; allowed: name, steps; did you mean "name"?
            recipe.yaml:1:1: a recipe needs the key "name", which is missing
            recipe.yaml:3:5: steps[0]: "fould" is not allowed here; allowed: fold, quantize; did you mean "fold"?
            recipe.yaml:4:16: steps[1].quantize: a static quantize step needs the key "scheme", which is missing
            recipe.yaml:4:26: steps[1].quantize.weights: "3" is not allowed here; allowed: per-channel, per-tensor"""
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
                + " int8-static, int8-dynamic; did you mean \"int8-static\"?");
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
    for (int i = random.nextInt(4); i >= 0; i--) {
      steps.add(random.nextInt(3) == 0 ? dynamic(random) : fixed(random));
    }
    return new Recipe(name, steps);
  }

  private static Step dynamic(Random random) {
    return new Step.QuantizeDynamic(any(Granularity.values(), random), nodes(random));
  }

  private static Step fixed(Random random) {
    Calibration calibration =
        switch (random.nextInt(3)) {
          case 0 -> new Calibration.MinMax();
          case 1 -> new Calibration.Percentile(1 - random.nextDouble() / 2.001);
          default -> new Calibration.Entropy(256 + random.nextInt(10_000));
        };
    return new Step.QuantizeStatic(
        calibration,
        any(Granularity.values(), random),
        any(ReduceRange.values(), random),
        nodes(random));
  }

  private static NodeFilter nodes(Random random) {
    List<String> patterns =
        List.of(
            "a", "/x{2,}\\.[0-9]: y/", "type:Conv", "quote\"d\\", "~", "ä🙂", "a: #b", "no\ttab");
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
  void theWriterWritesEveryDefaultOut() {
    assertThat(RecipeWriter.yaml(RecipeReader.read("int8-static")))
        .isEqualTo(
            """
            name: "int8-static"
            steps:
              - {fold: {}}
              - {quantize: {scheme: static, weights: per-channel, calibration: minmax, reduce-range: auto, include: [], exclude: []}}
            """);
  }
}
