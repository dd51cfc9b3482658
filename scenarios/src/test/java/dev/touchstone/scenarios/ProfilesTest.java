package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

  @ParameterizedTest
  @MethodSource("dev.touchstone.scenarios.Profiles#names")
  void everyBundledProfileIsReadUnderItsName(String name) {
    assertThat(Profiles.read(name).name()).isEqualTo(name);
    assertThat(Profiles.read(name).description()).isNotBlank();
  }

  @Test
  void theDefaultStatesNothingButOneThreadAndARecipeToBeginWith() {
    HardwareProfile read = Profiles.read(Profiles.DEFAULT);

    assertThat(read.recommended()).isPresent();
    assertThat(read)
        .isEqualTo(
            new HardwareProfile(
                "this-machine",
                "Whatever this runs on, one thread",
                List.of(),
                Optional.empty(),
                Set.of(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                1,
                OptionalInt.empty(),
                "cpu",
                RequiredConditions.NONE,
                List.of(),
                read.recommended()));
  }

  @ParameterizedTest
  @MethodSource("dev.touchstone.scenarios.Profiles#names")
  void everyBundledProfileRecommendsABundledRecipeAndSaysWhy(String name) {
    RecommendedRecipe recommended = Profiles.read(name).recommended().orElseThrow();

    assertThat(RecipeReader.read(recommended.name()).name()).isEqualTo(recommended.name());
    assertThat(recommended.because()).isNotBlank();
  }

  @Test
  void theBundledOnesAreTheBoardsThatTheDocumentationLists() {
    assertThat(Profiles.names())
        .containsExactly(
            "this-machine",
            "ci-2-core",
            "raspberry-pi-4",
            "raspberry-pi-5",
            "jetson-orin-nano",
            "x86-avx2",
            "x86-vnni");
  }

  @ParameterizedTest
  @ValueSource(strings = {"raspberry-pi-4", "raspberry-pi-5", "jetson-orin-nano"})
  void aBoardIsKnownByItsModelAndBringsConditionsAndABudget(String name) {
    HardwareProfile board = Profiles.read(name);

    assertThat(board.boards()).isNotEmpty();
    assertThat(board.architecture()).contains("aarch64");
    assertThat(board.conditions().governor()).contains("performance");
    assertThat(board.conditions().maxCelsius()).isPresent();
    assertThat(board.budgets())
        .singleElement()
        .satisfies(
            budget -> {
              assertThat(budget.metric()).isEqualTo(Metric.MEMORY_PEAK);
              assertThat(budget.location().file()).isEqualTo("profiles/" + name + ".yaml");
            });
  }

  @Test
  void readsEveryKey(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            name: p
            description: a board
            board: [Some Board, "Other: Board"]
            architecture: aarch64
            cpu-features: [asimd, asimddp]
            cores: 4
            memory: 512 MiB
            threads: 2
            nice: -5
            execution-provider: cpu
            conditions: {governor: performance, max-temperature: 80 °C, max-load: 0.5 per core}
            budgets:
              - {metric: memory.peak, at-most: 256 MiB}
              - {metric: throughput, at-least: 40 /s}
            """);

    HardwareProfile read = Profiles.read(file.toString());

    assertThat(read)
        .isEqualTo(
            new HardwareProfile(
                "p",
                "a board",
                List.of("Some Board", "Other: Board"),
                Optional.of("aarch64"),
                Set.of("asimd", "asimddp"),
                OptionalInt.of(4),
                OptionalLong.of(512L << 20),
                2,
                OptionalInt.of(-5),
                "cpu",
                new RequiredConditions(
                    Optional.of("performance"), OptionalDouble.of(80), OptionalDouble.of(0.5)),
                List.of(
                    budget(
                        Metric.MEMORY_PEAK,
                        new Rule.AtMost(new Quantity(256L << 20, Unit.BYTE)),
                        new Location(file.toString(), 13, 5)),
                    budget(
                        Metric.THROUGHPUT,
                        new Rule.AtLeast(new Quantity(40, Unit.PER_SECOND)),
                        new Location(file.toString(), 14, 5)))));
  }

  @ParameterizedTest
  @MethodSource("dev.touchstone.scenarios.Profiles#names")
  void whatIsWrittenIsReadBackAsTheSame(String name, @TempDir Path folder) throws IOException {
    HardwareProfile profile = Profiles.read(name);
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, ProfileWriter.yaml(profile, List.of("a remark")));

    HardwareProfile back = Profiles.read(file.toString());

    assertThat(back).usingRecursiveComparison().ignoringFields("budgets").isEqualTo(profile);
    assertThat(back.budgets())
        .usingRecursiveComparison()
        .ignoringFields("location")
        .isEqualTo(profile.budgets());
  }

  @Test
  void allMistakesAreFoundTogether(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            name: my board
            architecture: x86
            cpu-features: [AVX2, avx2, avx2]
            core: 4
            memory: 2 GHz
            threads: 0
            execution-provider: cuda
            board: [A, A]
            nice: 20
            conditions: {governor: fast, max-temperature: 80, max-load: 0 per core, fan: on}
            budgets:
              - {metric: quality.top1, at-least: 90 %}
              - {metric: memory.peak, at-most: 12}
              - {metric: latency.p50, against: reference}
              - {metric: size}
              - {metric: size, at-most: 1 MiB}
              - {metric: size, at-most: 2 MiB}
            """);

    assertThatThrownBy(() -> Profiles.read(file.toString()))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            """
            1:7: name: "my board" cannot be a name; write 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit
            2:15: architecture: "x86" is not allowed here; allowed: amd64, aarch64
            3:16: cpu-features[0]: "AVX2" is no CPU feature; spell it as in /proc/cpuinfo, such as avx512_vnni or asimddp
            3:28: cpu-features[2]: "avx2" stands in the list twice
            4:1: "core" is no key of a profile; allowed: name, description, board, architecture, cpu-features, cores, memory, threads, nice, execution-provider, conditions, budgets, recommended-recipe; did you mean "cores"?
            5:9: memory: "2 GHz" has the unknown unit "GHz"; allowed: B, KiB, kB, MiB, MB, GiB, GB, TiB, TB
            6:10: threads: "0" is not allowed; write a whole number from 1 to 4096
            7:21: execution-provider: "cuda" is not allowed here; allowed: cpu
            8:12: board[1]: "A" stands in the list twice
            9:7: nice: "20" is not allowed; write a whole number from -20 to 19
            10:24: conditions.governor: "fast" is not allowed here; allowed: performance, powersave, userspace, ondemand, conservative, schedutil
            10:47: conditions.max-temperature: "80" has no unit; write "80 °C"
            10:61: conditions.max-load: "0 per core" cannot be; allowed: above 0, up to 1000 per core
            10:73: conditions: "fan" is no key of conditions; allowed: governor, max-temperature, max-load
            12:14: METRICS
            13:36: budgets[1].at-most: "12" has no unit; write "12 MiB" or "12 KiB"
            14:5: budgets[2]: the budget bounds nothing; write at-most or at-least
            14:27: budgets[2]: "against" is no key of a budget; allowed: metric, at-most, at-least
            15:5: budgets[3]: the budget bounds nothing; write at-most or at-least
            17:5: budgets[5]: size has a budget already, in line 16; keep one of the two\
            """
                .replace("METRICS", unknownQualityMetric())
                .replaceAll("(?m)^", file + ":"));
  }

  private static String unknownQualityMetric() {
    return "budgets[0].metric: \"quality.top1\" is not allowed here; allowed: "
        + Arrays.stream(Metric.values())
            .filter(m -> !m.isQuality())
            .map(Metric::key)
            .collect(Collectors.joining(", "));
  }

  private static Requirement budget(Metric metric, Rule rule, Location location) {
    return new Requirement(metric, rule, Optional.empty(), Optional.empty(), location);
  }

  @Test
  void aRecommendedRecipeIsABundledOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, "name: p\nrecommended-recipe: int8-dynamic\n");
    assertThat(Profiles.read(file.toString()).recommended())
        .contains(new RecommendedRecipe("int8-dynamic", ""));

    Files.writeString(file, "name: p\nrecommended-recipe: {name: int8-dynamik, why: x}\n");
    assertThatThrownBy(() -> Profiles.read(file.toString()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("recommended-recipe.name: \"int8-dynamik\" is not allowed here")
        .hasMessageContaining("did you mean \"int8-dynamic\"?")
        .hasMessageContaining("\"why\" is no key of a recommended recipe");
  }

  @ParameterizedTest
  @CsvSource({
    "80 C, has the unknown unit \"C\"; write \"80 °C\"",
    "hot, does not begin with a number",
    "-3 °C, cannot be",
    "151 °C, cannot be"
  })
  void aTemperatureThatIsNoneIsAProblem(String text, String message, @TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"), "name: p\nconditions: {max-temperature: " + text + "}\n");

    assertThatThrownBy(() -> Profiles.read(file.toString()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aNameThatIsNeitherBundledNorAFileIsShownWithTheNearest() {
    assertThatThrownBy(() -> Profiles.read("raspberry-pi4"))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith("--profile: \"raspberry-pi4\" is neither a bundled profile nor a YAML file")
        .endsWith("did you mean \"raspberry-pi-4\"?");
  }
}
