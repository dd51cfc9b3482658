package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Writes the files of one run result into an empty folder. */
final class ResultWriter {

  private final Path folder;

  ResultWriter(Path folder) {
    this.folder = folder;
  }

  void write(RunResult run) {
    writeText("scenario.yaml", run.scenarioText());
    writeRun(run);
    writeEnvironment(run);
    writeArms(run.arms());
    writeFaults(run.faults());
    writeSolo(run.solo());
    writeMemory(run);
    writeColdStarts(run.coldStarts());
    writeCampaigns(run.campaigns());
    new QualityTables(folder).write(run);
    EnergyTable.write(folder, run.energy());
  }

  private void writeText(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder.resolve(file), e);
    }
  }

  private void writeRun(RunResult run) {
    Table.write(
        folder.resolve("run.csv"),
        Columns.RUN,
        rows -> {
          rows.add("schema", ResultFolder.SCHEMA);
          rows.add("id", run.id());
          rows.add("tool", run.provenance().toolVersion());
          rows.add("started", run.provenance().started());
          rows.add("finished", run.provenance().finished());
          rows.add("scenario", run.scenarioName());
          rows.add("profile", run.profileName());
          rows.add("seed", run.seed());
        });
  }

  private void writeEnvironment(RunResult run) {
    Table.write(
        folder.resolve("environment.csv"),
        Columns.ENVIRONMENT,
        rows -> {
          run.environment().facts().forEach((key, value) -> rows.add("fact", key, value));
          run.environment().warnings().forEach(text -> rows.add("warning", "", text));
          run.environment().violations().forEach(text -> rows.add("violation", "", text));
        });
  }

  private void writeArms(List<Arm> arms) {
    Table.write(
        folder.resolve("arms.csv"),
        Columns.ARMS,
        rows -> arms.forEach(a -> rows.add(a.name(), a.role(), a.model(), a.sha256(), a.bytes())));
    Table.write(
        folder.resolve("lineage.csv"),
        Columns.LINEAGE,
        rows -> arms.forEach(a -> a.lineage().forEach((k, v) -> rows.add(a.name(), k, v))));
  }

  private void writeFaults(List<Fault> faults) {
    Table.write(
        folder.resolve("faults.csv"),
        Columns.FAULTS,
        rows -> {
          for (Fault f : faults) {
            String exitCode = f.exitCode().isPresent() ? "" + f.exitCode().getAsInt() : "";
            String lines = String.join("\n", f.lastLines());
            rows.add(f.arm(), f.trial(), f.kind(), exitCode, f.reason(), lines);
          }
        });
  }

  private void writeSolo(List<SoloObservations> solo) {
    new LoadTables(folder).write(solo);
    Table.write(
        folder.resolve("queries.csv"),
        Columns.QUERIES,
        rows -> {
          for (SoloObservations s : solo) {
            Block queries = s.queries();
            for (int i = 0; i < queries.size(); i++) {
              rows.add(s.arm(), s.load(), i, queries.wallNanos(i), queries.cpuNanos(i));
            }
          }
        });
    writeHistograms(solo);
  }

  private void writeHistograms(List<SoloObservations> solo) {
    // Through memory: HdrHistogram's own writer says nothing when the disk is full.
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (HistogramLog log = new HistogramLog(text)) {
      for (SoloObservations s : solo) {
        log.add(tag(s.arm(), s.load()), s.histogram());
        for (LoadSlice slice : s.slices()) {
          log.add(LoadTables.tag(s.arm(), s.load(), slice.index()), slice.histogram());
        }
      }
    }
    writeText("latency.hlog", text.toString(StandardCharsets.UTF_8));
  }

  /** Tags of an HdrHistogram log hold no commas, spaces or line breaks. */
  static String tag(String arm, String load) {
    return URLEncoder.encode(arm, StandardCharsets.UTF_8) + "/" + load;
  }

  /** Tags histograms without touching those of the caller. */
  private static final class HistogramLog implements AutoCloseable {

    private final HistogramLogWriter writer;

    HistogramLog(OutputStream out) {
      writer = new HistogramLogWriter(out);
      writer.outputComment("wall latency in nanoseconds, tagged arm/load, or arm/load/slice");
      writer.outputLogFormatVersion();
      writer.outputLegend();
    }

    void add(String tag, Histogram histogram) {
      Histogram tagged = histogram.copy();
      tagged.setTag(tag);
      writer.outputIntervalHistogram(tagged);
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  private void writeMemory(RunResult run) {
    Table.write(
        folder.resolve("memory.csv"),
        Columns.MEMORY,
        rows -> {
          run.floor().ifPresent(m -> addMemory(rows, m, "floor", "", "", ""));
          run.memory().forEach((arm, m) -> addMemory(rows, m, "solo", "", "", arm));
          for (Campaign c : run.campaigns()) {
            for (ForkPair pair : c.pairs()) {
              pair.memory()
                  .forEach(
                      (a, m) -> addMemory(rows, m, "pair", c.candidate(), "" + pair.index(), a));
            }
          }
        });
  }

  private static void addMemory(
      Table.Rows rows, Memory m, String worker, String campaign, String pair, String arm) {
    rows.add(worker, campaign, pair, arm, m.loading(), m.peak(), m.steady(), m.fileBacked());
  }

  private void writeColdStarts(List<ColdStart> starts) {
    List<String> columns = new ArrayList<>(Columns.COLD_START);
    columns.addAll(Columns.COLD_START_QUAD);
    Table.write(
        folder.resolve("cold-start.csv"),
        columns,
        rows -> {
          for (ColdStart s : starts) {
            rows.add(
                s.arm(),
                s.jvm(),
                s.runtime(),
                s.session(),
                s.firstInference(),
                s.cpu(),
                s.quad(),
                s.pageCache(),
                s.memory().map(m -> "" + m.loading()).orElse(""),
                s.memory().map(m -> "" + m.peak()).orElse(""),
                s.memory().map(m -> "" + m.steady()).orElse(""),
                s.memory().map(m -> "" + m.fileBacked()).orElse(""));
          }
        });
  }

  private void writeCampaigns(List<Campaign> campaigns) {
    Table.write(
        folder.resolve("campaigns.csv"),
        Columns.CAMPAIGNS,
        rows ->
            campaigns.forEach(c -> rows.add(c.candidate(), c.pairs().size(), c.invalidPairs())));
    Table.write(
        folder.resolve("pairs.csv"),
        Columns.PAIRS,
        rows -> campaigns.forEach(c -> c.pairs().forEach(p -> addPair(rows, c.candidate(), p))));
  }

  private static void addPair(Table.Rows rows, String campaign, ForkPair pair) {
    pair.rounds()
        .forEach(
            (arm, blocks) -> {
              for (int round = 0; round < blocks.size(); round++) {
                Block block = blocks.get(round);
                for (int i = 0; i < block.size(); i++) {
                  rows.add(
                      campaign, pair.index(), arm, round, i, block.wallNanos(i), block.cpuNanos(i));
                }
              }
            });
  }
}
