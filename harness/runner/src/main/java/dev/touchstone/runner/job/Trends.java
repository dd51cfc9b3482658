package dev.touchstone.runner.job;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.NightlyMetric;
import dev.touchstone.baselines.history.Nights;
import dev.touchstone.baselines.history.Series;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.HistoryLog;
import dev.touchstone.baselines.store.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** The histories of a scenario on a profile, from what a store remembers. */
public final class Trends {

  private Trends() {}

  /**
   * Reads the history of each metric of each candidate of the latest run; those that no night tells
   * of are left out, unless there would be nothing else.
   *
   * @return empty if no run is remembered
   */
  public static List<History> read(
      BaselineStore store, String scenario, String profile, List<NightlyMetric> metrics) {
    List<RunRecord> runs = store.runs(scenario, profile);
    if (runs.isEmpty()) {
      return List.of();
    }
    HistoryLog log = store.history(scenario, profile);
    List<History> all = new ArrayList<>();
    for (Arm arm : runs.get(runs.size() - 1).arms()) {
      if (arm.role() == ArmRole.CANDIDATE) {
        for (NightlyMetric metric : metrics) {
          Series series = Nights.of(runs, metric, arm.name(), log.repins());
          all.add(History.of(series, log.acknowledgements()));
        }
      }
    }
    List<History> told = all.stream().filter(h -> !h.series().nights().isEmpty()).toList();
    return told.isEmpty() ? all : told;
  }
}
