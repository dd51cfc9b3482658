package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays recorded timings of identical code: what the gate does on real noise. */
class ReplayTest {

  private static final int REPLAYS = 20_000;
  private static final int PAIRS = 20;
  private static final double ALLOW = 0.005;

  @ParameterizedTest(name = "{0}: {1} in {2}")
  @CsvSource({
    "identical-code-one-hog, LATENCY_P50, WALL",
    "identical-code-one-hog, LATENCY_P50, CPU",
    "identical-code-one-hog, LATENCY_P95, CPU",
    "identical-code-one-hog, THROUGHPUT, CPU",
    "identical-code-three-hogs, LATENCY_P50, WALL",
    "identical-code-three-hogs, LATENCY_P50, CPU"
  })
  void callsIdenticalCodeSlowerInAtMostOneOfFiveHundred(
      String trace, Metric metric, TimeDomain domain) throws IOException {
    double[] differences = differences(trace, metric, domain);

    assertThat(failures(differences, 0)).isLessThanOrEqualTo(0.002);
  }

  @ParameterizedTest(name = "{0}: {1} in {2} finds +{3} with {4}")
  @CsvSource({
    "identical-code-one-hog, LATENCY_P50, WALL, 0.10, 0.999",
    "identical-code-one-hog, LATENCY_P50, CPU, 0.10, 0.999",
    "identical-code-one-hog, LATENCY_P50, WALL, 0.03, 0.99",
    "identical-code-one-hog, LATENCY_P50, CPU, 0.03, 0.99",
    "identical-code-three-hogs, LATENCY_P50, WALL, 0.10, 0.999",
    "identical-code-three-hogs, LATENCY_P50, WALL, 0.03, 0.85"
  })
  void findsAnInjectedSlowdown(
      String trace, Metric metric, TimeDomain domain, double injected, double power)
      throws IOException {
    double[] differences = differences(trace, metric, domain);

    assertThat(failures(differences, Math.log1p(injected))).isGreaterThanOrEqualTo(power);
  }

  /** The share of replays that fail: pairs drawn with replacement, labels drawn by a coin. */
  private static double failures(double[] differences, double injected) {
    SplittableRandom random = new SplittableRandom(1);
    int failed = 0;
    double[] drawn = new double[PAIRS];
    for (int replay = 0; replay < REPLAYS; replay++) {
      for (int i = 0; i < PAIRS; i++) {
        double d = differences[random.nextInt(differences.length)];
        drawn[i] = injected + (random.nextBoolean() ? d : -d);
      }
      failed += HodgesLehmann.of(drawn).lower(Comparison.FALSE_ALARM) > Math.log1p(ALLOW) ? 1 : 0;
    }
    return (double) failed / REPLAYS;
  }

  private static double[] differences(String trace, Metric metric, TimeDomain domain)
      throws IOException {
    Map<String, Map<String, List<Block>>> pairs = read(material().resolve(trace + ".csv.gz"));
    return pairs.values().stream()
        .mapToDouble(
            arms ->
                new PairRatio(
                        arms.getOrDefault("A", List.of()),
                        arms.getOrDefault("B", List.of()),
                        domain)
                    .of(metric)
                    .orElseThrow())
        .toArray();
  }

  private static Path material() {
    Optional<String> stated =
        Optional.ofNullable(System.getProperty("TOUCHSTONE_MATERIAL"))
            .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_MATERIAL")));
    Path folder =
        stated
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(System.getProperty("touchstone.root", "."), "..", "shared", "material"))
            .resolve("traces");
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "no recorded traces: " + folder + " is missing");
    return folder;
  }

  /** Blocks by pair and arm: pair, arm, round, iteration, wall_ns, cpu_ns. */
  private static Map<String, Map<String, List<Block>>> read(Path file) throws IOException {
    Map<String, Map<String, Map<String, List<long[]>>>> rows = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      Iterator<String> lines = reader.lines().skip(1).iterator();
      while (lines.hasNext()) {
        String[] cells = lines.next().split(",", -1);
        rows.computeIfAbsent(cells[0], pair -> new LinkedHashMap<>())
            .computeIfAbsent(cells[1], arm -> new LinkedHashMap<>())
            .computeIfAbsent(cells[2], round -> new ArrayList<>())
            .add(new long[] {Long.parseLong(cells[4]), Long.parseLong(cells[5])});
      }
    }
    Map<String, Map<String, List<Block>>> pairs = new LinkedHashMap<>();
    rows.forEach(
        (pair, arms) ->
            arms.forEach(
                (arm, rounds) ->
                    pairs
                        .computeIfAbsent(pair, p -> new LinkedHashMap<>())
                        .put(arm, rounds.values().stream().map(ReplayTest::block).toList())));
    return pairs;
  }

  private static Block block(List<long[]> observations) {
    return new Block(
        observations.stream().mapToLong(o -> o[0]).toArray(),
        observations.stream().mapToLong(o -> o[1]).toArray());
  }
}
