package dev.touchstone.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written in a file, it is a scenario or its author is told what is wrong. */
class ScenarioMutationTest {

  private static final int ROUNDS = 200;

  private static final String FULL =
      ScenarioFolder.GOOD
          + """
          profile: this-machine
          load: [{single-stream: {}}, {server: {rate: 40 /s, bound: {p99: 50 ms}}}, {offline: {batch: 8}}]
          requirements:
            - {metric: latency.p95, at-most: 80 ms, load: server}
            - {metric: quality.recall, for-each: class, against: reference, allow: 0 pp, catch: 5 pp}
            - {metric: latency.p50, against: reference, gain-at-least: 10 %}
            - &last {metric: size, at-most: 3 MiB}
          """;

  private static final List<String> SPLINTERS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          ",",
          "\n",
          "\n  ",
          "- ",
          "\t",
          "#",
          "&a ",
          "*a",
          "*last",
          "!!",
          "!x ",
          "%",
          "\"",
          "'",
          "|\n",
          ">\n",
          "? ",
          "---\n",
          "...\n",
          "~",
          "null",
          "NaN",
          "-1",
          "1e999",
          "\0",
          "\u0085",
          "\uFEFF",
          "\uD800",
          "🙂",
          "${X}",
          "${",
          "<<: *last",
          "99999999999999999999",
          " %",
          " pp",
          "model",
          "steps",
          "file");

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noInputGivesAnythingButAScenarioOrItsLocatedProblems(long seed) throws IOException {
    ScenarioFolder folder = ScenarioFolder.in(temporary);
    Random random = new Random(seed);
    Path file = folder.folder().resolve("mutant.yaml");
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mutate(FULL, random);
      Files.write(file, text.getBytes(UTF_8));
      try {
        assertThat(ScenarioReader.read(file, Map.of()).text()).isEqualTo(text);
        read++;
      } catch (ScenarioException e) {
        assertThat(e.problems()).isNotEmpty().allSatisfy(p -> isHelpful(p, text));
      }
    }
    // Both ends must be seen, or the mutations are too weak or too strong to show anything.
    assertThat(read).isBetween(ROUNDS / 100, ROUNDS * 3 / 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neitherDoBytesThatAreNoText(long seed) throws IOException {
    ScenarioFolder folder = ScenarioFolder.in(temporary);
    Random random = new Random(seed);
    Path file = folder.folder().resolve("noise.yaml");
    for (int i = 0; i < ROUNDS / 2; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Files.write(file, bytes);
      try {
        throw new AssertionError(ScenarioReader.read(file, Map.of()));
      } catch (ScenarioException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }

  private static void isHelpful(Problem problem, String text) {
    assertThat(problem.message()).isNotBlank();
    assertThat(problem.toString()).doesNotContain("null;").doesNotContain("\n");
    assertThat(problem.location().column()).isPositive();
    if (problem.location().file().endsWith("mutant.yaml")) {
      // One more than there are lines: what ends too early is missed at the end.
      assertThat((long) problem.location().line())
          .isBetween(1L, text.chars().filter(c -> c == '\n' || c == '\u0085').count() + 2);
    }
  }

  private static String mutate(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(mutant.length());
      int to = Math.min(mutant.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> mutant.delete(at, to);
        case 1 -> mutant.insert(at, any(random));
        case 2 -> mutant.replace(at, to, any(random));
        default -> mutant.insert(random.nextInt(mutant.length()), mutant.substring(at, to));
      }
    }
    // Through UTF-8 and back, as half of a surrogate pair does not survive a file.
    return new String(mutant.toString().getBytes(UTF_8), UTF_8);
  }

  private static String any(Random random) {
    return SPLINTERS.get(random.nextInt(SPLINTERS.size()));
  }
}
