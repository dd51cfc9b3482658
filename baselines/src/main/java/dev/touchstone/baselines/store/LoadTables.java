package dev.touchstone.baselines.store;

import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.QueryLooks;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Stages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What schema 2 knows of a load: looks, batches, slices of its time, stages around inferences. */
final class LoadTables {

  private static final String PREPROCESS = "preprocess";
  private static final String POSTPROCESS = "postprocess";
  private static final String SEPARATOR = "\n";

  private final Path folder;

  LoadTables(Path folder) {
    this.folder = folder;
  }

  void write(List<SoloObservations> solo) {
    Table.write(
        folder.resolve("solo.csv"),
        Columns.SOLO_2,
        rows -> {
          for (SoloObservations s : solo) {
            String inferences =
                s.inferences().isPresent() ? String.valueOf(s.inferences().getAsLong()) : "";
            rows.add(
                s.arm(), s.load(), s.samplesPerQuery(), s.elapsedNanos(), inferences, looks(s));
          }
        });
    Table.write(
        folder.resolve("slices.csv"),
        Columns.SLICES,
        rows -> {
          for (SoloObservations s : solo) {
            for (LoadSlice slice : s.slices()) {
              String throttled = String.join(SEPARATOR, slice.throttled());
              rows.add(
                  s.arm(), s.load(), slice.index(), slice.fromNanos(), slice.toNanos(), throttled);
            }
          }
        });
    Table.write(
        folder.resolve("stages.csv"),
        Columns.STAGES,
        rows -> {
          for (SoloObservations s : solo) {
            addStage(rows, s, PREPROCESS, s.stages().preprocess());
            addStage(rows, s, POSTPROCESS, s.stages().postprocess());
          }
        });
  }

  private static String looks(SoloObservations solo) {
    return solo.looks().planned().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static void addStage(Table.Rows rows, SoloObservations s, String stage, long[] nanos) {
    for (int i = 0; i < nanos.length; i++) {
      rows.add(s.arm(), s.load(), stage, i, nanos[i]);
    }
  }

  /** The tag of a slice's histogram. */
  static String tag(String arm, String load, int slice) {
    return ResultWriter.tag(arm, load) + "/" + slice;
  }

  /** What a row of {@code solo.csv} says beside what every schema knows. */
  static SoloObservations complete(SoloObservations solo, Table.Row row) {
    if (!row.columns().contains("looks")) {
      return solo;
    }
    List<Integer> planned =
        Arrays.stream(row.text("looks").split(" ", -1))
            .filter(n -> !n.isEmpty())
            .map(Integer::valueOf)
            .toList();
    SoloObservations looked = solo.with(new QueryLooks(planned));
    String inferences = row.text("inferences");
    return inferences.isEmpty() ? looked : looked.withInferences(Long.parseLong(inferences));
  }

  /** Adds slices and stages from their tables, if there are such. */
  List<SoloObservations> complete(List<SoloObservations> solo, Map<String, Histogram> histograms) {
    Map<String, List<LoadSlice>> slices = new LinkedHashMap<>();
    Map<String, List<Long>> stages = new LinkedHashMap<>();
    if (Files.exists(folder.resolve("slices.csv"))) {
      Table.read(
          folder.resolve("slices.csv"), Columns.SLICES, r -> addSlice(slices, histograms, r));
    }
    if (Files.exists(folder.resolve("stages.csv"))) {
      Table.read(
          folder.resolve("stages.csv"),
          Columns.STAGES,
          r ->
              stages
                  .computeIfAbsent(key(r.text("arm"), r.text("load"), r.text("stage")), k -> list())
                  .add(r.whole("wall_ns")));
    }
    return solo.stream()
        .map(s -> s.with(slices.getOrDefault(key(s.arm(), s.load(), ""), List.of())))
        .map(s -> s.with(stages(s, stages)))
        .toList();
  }

  private static List<Long> list() {
    return new ArrayList<>();
  }

  private static String key(String arm, String load, String stage) {
    return String.join(SEPARATOR, arm, load, stage);
  }

  private static void addSlice(
      Map<String, List<LoadSlice>> slices, Map<String, Histogram> histograms, Table.Row r) {
    int index = r.count("slice");
    Histogram histogram = histograms.get(tag(r.text("arm"), r.text("load"), index));
    if (histogram == null) {
      throw new IllegalArgumentException("latency.hlog has no histogram for slice " + index);
    }
    List<String> throttled =
        r.text("throttled").isEmpty()
            ? List.of()
            : List.of(r.text("throttled").split(SEPARATOR, -1));
    slices
        .computeIfAbsent(key(r.text("arm"), r.text("load"), ""), k -> new ArrayList<>())
        .add(new LoadSlice(index, r.whole("from_ns"), r.whole("to_ns"), histogram, throttled));
  }

  private static Stages stages(SoloObservations s, Map<String, List<Long>> stages) {
    return new Stages(
        nanos(stages.getOrDefault(key(s.arm(), s.load(), PREPROCESS), List.of())),
        nanos(stages.getOrDefault(key(s.arm(), s.load(), POSTPROCESS), List.of())));
  }

  private static long[] nanos(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
