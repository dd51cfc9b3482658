package dev.touchstone.baselines.store;

import dev.touchstone.baselines.EnergyObservations;
import dev.touchstone.baselines.EnergyWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of energy windows; results of schema 1 have none. */
final class EnergyTable {

  private static final String FILE = "energy.csv";

  private EnergyTable() {}

  /** What the windows of one arm have in common. */
  private record Key(String arm, String load, String sensor) {}

  static void write(Path folder, List<EnergyObservations> energy) {
    Table.write(
        folder.resolve(FILE),
        Columns.ENERGY,
        rows -> {
          for (EnergyObservations e : energy) {
            for (EnergyWindow w : e.windows()) {
              rows.add(
                  e.arm(),
                  e.load(),
                  e.sensor(),
                  w.round(),
                  w.restWatts(),
                  w.restSeconds(),
                  w.loadWatts(),
                  w.loadSeconds(),
                  w.samplesPerSecond());
            }
          }
        });
  }

  static List<EnergyObservations> read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    Map<Key, List<EnergyWindow>> windows = new LinkedHashMap<>();
    Table.read(
        file,
        Columns.ENERGY,
        r ->
            windows
                .computeIfAbsent(
                    new Key(r.text("arm"), r.text("load"), r.text("sensor")),
                    k -> new ArrayList<>())
                .add(
                    new EnergyWindow(
                        r.count("round"),
                        r.number("rest_w"),
                        r.number("rest_s"),
                        r.number("load_w"),
                        r.number("load_s"),
                        r.number("samples_per_s"))));
    return windows.entrySet().stream()
        .map(
            e ->
                new EnergyObservations(
                    e.getKey().arm(), e.getKey().load(), e.getKey().sensor(), e.getValue()))
        .toList();
  }
}
