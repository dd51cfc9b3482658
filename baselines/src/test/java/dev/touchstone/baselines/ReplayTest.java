package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replays recorded timings of identical code through the gate, looks, confirmation and all: what it
 * does on real noise. The figures are left in {@code target/replay.md}.
 *
 * <p>Traces of the material folder are replayed where that is there; the project's own always is.
 */
class ReplayTest {

  private static final int REPLAYS = 20_000;
  private static final TreeSet<String> ROWS = new TreeSet<>();

  @ParameterizedTest(name = "{0}: {1} allowed {2}, caught {3}: power {4}, passes {5}")
  @CsvSource({
    // trace, metric, allow, catch, power at catch, passes of identical code
    "own, LATENCY_P50, 0.005, 0.03, 0.995, 0.999",
    "own, LATENCY_P95, 0.01, 0.05, 0.995, 0.999",
    "own, THROUGHPUT, 0.005, 0.03, 0.995, 0.999",
    "identical-code-one-hog, LATENCY_P50, 0.005, 0.03, 0.995, 0.999",
    "identical-code-one-hog, LATENCY_P95, 0.01, 0.05, 0.995, 0.999",
    "identical-code-one-hog, THROUGHPUT, 0.005, 0.03, 0.995, 0.999",
    "identical-code-three-hogs, LATENCY_P50, 0.005, 0.03, 0.99, 0.999",
    "identical-code-three-hogs, LATENCY_P95, 0.01, 0.05, 0.99, 0.997",
    "identical-code-three-hogs, THROUGHPUT, 0.005, 0.03, 0.99, 0.999"
  })
  void neverFailsIdenticalCodeAndFindsWhatMustBeCaught(
      String name, Metric metric, double allow, double caught, double power, double passes) {
    Optional<Trace> trace = name.equals("own") ? Optional.of(Trace.own()) : Trace.ofMaterial(name);
    Assumptions.assumeTrue(
        trace.isPresent(),
        () -> "no " + name + "; the project's own trace is replayed in any case");
    Trace.Question question = new Trace.Question(metric, allow, caught);

    Replay same = Replay.of(trace.get(), question, 0, REPLAYS, 1);
    Replay slower = Replay.of(trace.get(), question, caught, REPLAYS, 2);

    ROWS.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.0f %% | %s | %s |",
            name,
            metric.key(),
            100 * caught,
            same.cells(),
            slower.cells()));
    assertThat(same.seen()).as("false alarms before confirmation").isLessThanOrEqualTo(0.001);
    assertThat(same.failed()).as("false failures").isLessThanOrEqualTo(0.00005);
    assertThat(same.passed()).as("passes").isGreaterThanOrEqualTo(passes);
    assertThat(slower.failed()).as("power").isGreaterThanOrEqualTo(power);
  }

  @AfterAll
  static void leaveTheFigures() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| trace | metric | catch | identical: seen | failed | passed | pairs"
            + " | at catch: seen | failed | passed | pairs |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    lines.addAll(ROWS);
    Files.write(Files.createDirectories(Path.of("target")).resolve("replay.md"), lines);
  }
}
