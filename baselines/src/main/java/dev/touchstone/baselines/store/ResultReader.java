package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.EvaluationSamples;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.PageCache;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** Reads the files of one run result whose checksums were verified. */
final class ResultReader {

  private final Path folder;

  ResultReader(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads them all.
   *
   * @throws UnreadableResultException if what a file says cannot be so
   */
  RunResult read() {
    try {
      return whole();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableResultException(folder, "cannot be understood: " + e.getMessage());
    }
  }

  private RunResult whole() {
    Map<String, String> run = readRun();
    List<Arm> arms = readArms();
    QualityTables quality = new QualityTables(folder);
    Optional<EvaluationSamples> samples = quality.readSamples();
    Pairs pairs = new Pairs();
    Map<String, Memory> memory = new LinkedHashMap<>();
    Optional<Memory> floor = readMemory(memory, pairs);
    return new RunResult(
        required(run, "id"),
        new RunResult.Provenance(
            required(run, "tool"),
            Instant.parse(required(run, "started")),
            Instant.parse(required(run, "finished"))),
        required(run, "scenario"),
        text("scenario.yaml"),
        required(run, "profile"),
        Long.parseLong(required(run, "seed")),
        readEnvironment(),
        arms,
        readFaults(),
        readSolo(),
        floor,
        memory,
        readColdStarts(),
        readCampaigns(pairs),
        samples,
        quality.readPredictions(arms),
        EnergyTable.read(folder));
  }

  private Map<String, String> readRun() {
    Map<String, String> run = new LinkedHashMap<>();
    Table.read(
        folder.resolve("run.csv"), Columns.RUN, r -> run.put(r.text("key"), r.text("value")));
    int schema = Integer.parseInt(required(run, "schema"));
    if (schema > ResultFolder.SCHEMA) {
      throw new UnreadableResultException(
          folder,
          "was written in schema "
              + schema
              + "; this version reads up to "
              + ResultFolder.SCHEMA
              + "; use a newer Touchstone");
    }
    return run;
  }

  private String required(Map<String, String> run, String key) {
    String value = run.get(key);
    if (value == null) {
      throw new UnreadableResultException(folder.resolve("run.csv"), "has no \"" + key + "\"");
    }
    return value;
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (CharacterCodingException e) {
      throw new UnreadableResultException(folder.resolve(file), "is no text");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.resolve(file), e);
    }
  }

  private Environment readEnvironment() {
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    List<String> violations = new ArrayList<>();
    Table.read(
        folder.resolve("environment.csv"),
        Columns.ENVIRONMENT,
        r -> {
          switch (r.text("kind")) {
            case "fact" -> facts.put(r.text("key"), r.text("value"));
            case "warning" -> warnings.add(r.text("value"));
            case "violation" -> violations.add(r.text("value"));
            default -> throw new IllegalArgumentException("kind \"" + r.text("kind") + "\"");
          }
        });
    return new Environment(facts, warnings, violations);
  }

  private List<Arm> readArms() {
    Map<String, Map<String, String>> lineages = new LinkedHashMap<>();
    Table.read(
        folder.resolve("lineage.csv"),
        Columns.LINEAGE,
        r ->
            lineages
                .computeIfAbsent(r.text("arm"), a -> new LinkedHashMap<>())
                .put(r.text("key"), r.text("value")));
    List<Arm> arms = new ArrayList<>();
    Table.read(
        folder.resolve("arms.csv"),
        Columns.ARMS,
        r ->
            arms.add(
                new Arm(
                    r.text("arm"),
                    ArmRole.valueOf(r.text("role")),
                    Path.of(r.text("model")),
                    r.text("sha256"),
                    r.whole("bytes"),
                    lineages.getOrDefault(r.text("arm"), Map.of()))));
    return arms;
  }

  private List<Fault> readFaults() {
    List<Fault> faults = new ArrayList<>();
    Table.read(
        folder.resolve("faults.csv"),
        Columns.FAULTS,
        r -> {
          OptionalInt exit =
              r.text("exit_code").isEmpty()
                  ? OptionalInt.empty()
                  : OptionalInt.of(r.count("exit_code"));
          List<String> lines =
              r.text("last_lines").isEmpty()
                  ? List.of()
                  : List.of(r.text("last_lines").split("\n", -1));
          Fault.Kind kind = Fault.Kind.valueOf(r.text("kind"));
          faults.add(
              new Fault(r.text("arm"), r.text("trial"), kind, exit, r.text("reason"), lines));
        });
    return faults;
  }

  private List<SoloObservations> readSolo() {
    Map<String, Observations> queries = new LinkedHashMap<>();
    Table.read(
        folder.resolve("queries.csv"),
        Columns.QUERIES,
        r -> observations(queries, r.text("arm") + "\n" + r.text("load")).add(r));
    Map<String, Histogram> histograms = readHistograms();
    List<SoloObservations> solo = new ArrayList<>();
    Table.read(
        folder.resolve("solo.csv"),
        Columns.SOLO,
        r -> {
          String arm = r.text("arm");
          String load = r.text("load");
          Histogram histogram = histograms.get(ResultWriter.tag(arm, load));
          if (histogram == null) {
            throw new IllegalArgumentException("latency.hlog has no histogram for " + arm);
          }
          solo.add(
              LoadTables.complete(
                  new SoloObservations(
                      arm,
                      load,
                      observations(queries, arm + "\n" + load).toBlock(),
                      histogram,
                      r.count("samples_per_query"),
                      r.whole("elapsed_ns")),
                  r));
        });
    return new LoadTables(folder).complete(solo, histograms);
  }

  private static Observations observations(Map<String, Observations> all, String key) {
    return all.computeIfAbsent(key, k -> new Observations());
  }

  private Map<String, Histogram> readHistograms() {
    Path file = folder.resolve("latency.hlog");
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    try (HistogramLogReader log = new HistogramLogReader(file.toFile())) {
      while (log.hasNext()) {
        EncodableHistogram next = log.nextIntervalHistogram();
        if (next instanceof Histogram histogram && histogram.getTag() != null) {
          histograms.put(histogram.getTag(), histogram);
        }
      }
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (IllegalArgumentException
        | NoSuchElementException
        | IndexOutOfBoundsException
        | BufferUnderflowException e) {
      // What the reader of the log lets out where a line is cut short.
      throw new UnreadableResultException(file, "is no whole histogram log: " + e.getMessage());
    }
    return histograms;
  }

  private Optional<Memory> readMemory(Map<String, Memory> solo, Pairs pairs) {
    List<Memory> floor = new ArrayList<>();
    Table.read(
        folder.resolve("memory.csv"),
        Columns.MEMORY,
        r -> {
          Memory memory = memory(r);
          switch (r.text("worker")) {
            case "floor" -> floor.add(memory);
            case "solo" -> solo.put(r.text("arm"), memory);
            case "pair" -> pairs.put(r.text("campaign"), r.count("pair"), r.text("arm"), memory);
            default -> throw new IllegalArgumentException("worker \"" + r.text("worker") + "\"");
          }
        });
    return floor.stream().findFirst();
  }

  private static Memory memory(Table.Row row) {
    return new Memory(
        row.whole("loading_bytes"),
        row.whole("peak_bytes"),
        row.whole("steady_bytes"),
        row.whole("file_backed_bytes"));
  }

  private List<ColdStart> readColdStarts() {
    List<ColdStart> starts = new ArrayList<>();
    Map<String, Integer> count = new HashMap<>();
    Table.read(
        folder.resolve("cold-start.csv"),
        Columns.COLD_START,
        r -> {
          ColdStart start =
              new ColdStart(
                  r.text("arm"),
                  r.whole("jvm_ns"),
                  r.whole("runtime_ns"),
                  r.whole("session_ns"),
                  r.whole("first_inference_ns"),
                  r.whole("cpu_ns"));
          if (r.columns().containsAll(Columns.COLD_START_QUAD)) {
            boolean read = !r.text("peak_bytes").isEmpty();
            starts.add(
                start
                    .in(r.count("quad"), PageCache.valueOf(r.text("page_cache")))
                    .with(read ? Optional.of(memory(r)) : Optional.empty()));
          } else {
            // Schema 1 did not say it, but its starts were planned in mirrored turns too.
            int before = count.merge(start.arm(), 1, Integer::sum) - 1;
            starts.add(start.in(before / 2, PageCache.WARM));
          }
        });
    return starts;
  }

  private List<Campaign> readCampaigns(Pairs pairs) {
    Table.read(
        folder.resolve("pairs.csv"),
        Columns.PAIRS,
        r -> pairs.add(r.text("campaign"), r.count("pair"), r.text("arm"), r.count("round"), r));
    List<Campaign> campaigns = new ArrayList<>();
    Table.read(
        folder.resolve("campaigns.csv"),
        Columns.CAMPAIGNS,
        r -> {
          List<ForkPair> whole = pairs.of(r.text("campaign"));
          campaigns.add(new Campaign(r.text("campaign"), whole, r.count("invalid_pairs")));
        });
    return campaigns;
  }
}
