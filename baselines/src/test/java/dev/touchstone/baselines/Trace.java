package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Recorded fork pairs of identical code.
 *
 * @param name for people
 * @param evidence one campaign of {@code B} against {@code A}
 */
record Trace(String name, PairedEvidence evidence) {

  private static final String CANDIDATE = "candidate";

  /** The one that comes with the project; its README tells how it was recorded. */
  static Trace own() {
    InputStream stream =
        Objects.requireNonNull(Trace.class.getResourceAsStream("/traces/identical-code.csv.gz"));
    return read("own", stream);
  }

  /** A larger one from the folder of material, if that is there. */
  static Optional<Trace> ofMaterial(String name) {
    Optional<String> stated =
        Optional.ofNullable(System.getProperty("TOUCHSTONE_MATERIAL"))
            .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_MATERIAL")));
    Path file =
        stated
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(System.getProperty("touchstone.root", "."), "..", "shared", "material"))
            .resolve("traces")
            .resolve(name + ".csv.gz");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(name, Files.newInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The replicates of one metric, as the judge takes them. */
  LogRatios ratios(Question question) {
    return question.sideBySide().ratios(evidence).orElseThrow();
  }

  /** What is replayed. */
  record Question(Metric metric, double allow, double caught) {
    SideBySide sideBySide() {
      var rule = Runs.percent(dev.touchstone.scenarios.Baseline.REFERENCE, allow, caught);
      return new SideBySide(
          Runs.requirement(metric, rule), Margins.of(rule), CANDIDATE, Arm.REFERENCE);
    }
  }

  /** Reads {@code pairs.csv} of a result folder, or the older form with arms A and B. */
  private static Trace read(String name, InputStream compressed) {
    Map<String, Map<String, Map<String, List<long[]>>>> rows = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(compressed), StandardCharsets.UTF_8))) {
      List<String> columns = List.of(reader.readLine().split(",", -1));
      Iterator<String> lines = reader.lines().iterator();
      while (lines.hasNext()) {
        String[] cells = lines.next().split(",", -1);
        rows.computeIfAbsent(cells[columns.indexOf("pair")], pair -> new LinkedHashMap<>())
            .computeIfAbsent(arm(cells[columns.indexOf("arm")]), arm -> new LinkedHashMap<>())
            .computeIfAbsent(cells[columns.indexOf("round")], round -> new ArrayList<>())
            .add(
                new long[] {
                  Long.parseLong(cells[columns.indexOf("wall_ns")]),
                  Long.parseLong(cells[columns.indexOf("cpu_ns")])
                });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ForkPair> pairs = new ArrayList<>();
    rows.values()
        .forEach(
            arms -> {
              Map<String, List<Block>> blocks = new LinkedHashMap<>();
              arms.forEach(
                  (arm, rounds) ->
                      blocks.put(arm, rounds.values().stream().map(Trace::block).toList()));
              pairs.add(new ForkPair(pairs.size(), blocks, Map.of()));
            });
    Campaign campaign = new Campaign(CANDIDATE, pairs, 0);
    return new Trace(
        name, new PairedEvidence(List.of(campaign), List.of(), Optional.empty(), true));
  }

  private static String arm(String recorded) {
    return recorded.equals("B") || recorded.equals(Arm.REFERENCE) ? Arm.REFERENCE : CANDIDATE;
  }

  private static Block block(List<long[]> observations) {
    return new Block(
        observations.stream().mapToLong(o -> o[0]).toArray(),
        observations.stream().mapToLong(o -> o[1]).toArray());
  }
}
