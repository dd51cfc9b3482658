package dev.touchstone.runner;

import dev.touchstone.baselines.EnergyObservations;
import dev.touchstone.baselines.EnergyWindow;
import dev.touchstone.runner.EnergyBench.Shift;
import dev.touchstone.runner.plan.EnergyPlan;
import dev.touchstone.runner.power.PowerMeter;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.runner.power.PowerTrace;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The shifts of a run on its power sensor, and what came of them. Not thread-safe. */
final class EnergyBook {

  private static final double NANOS_PER_SECOND = 1e9;

  private final PowerSource source;
  private final List<Shift> shifts = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  EnergyBook(PowerSource source) {
    this.source = source;
  }

  void keep(Shift shift) {
    shifts.add(shift);
  }

  void lose(String what, String why) {
    lost.add(what + ": " + why);
  }

  /**
   * Looks up the power of every shift, once the last one is over.
   *
   * @param facts hears of the sensor, of what was lost, and why there is nothing
   */
  List<EnergyObservations> close(Map<String, String> facts) {
    if (!source.obstacle().isEmpty()) {
      facts.put(EnergyObservations.ABSENT, source.obstacle());
    }
    if (source.meter().isEmpty() || shifts.isEmpty()) {
      tellLost(facts);
      return List.of();
    }
    PowerMeter meter = source.meter().get();
    facts.put("energy.sensor", meter.name());
    facts.put("energy.sensor-reading", String.format(Locale.ROOT, "%.4f", readingShare()));
    Map<String, List<EnergyWindow>> windows = new LinkedHashMap<>();
    try {
      PowerTrace trace = meter.trace(shifts.get(shifts.size() - 1).end());
      shifts.forEach(shift -> add(windows, shift, trace));
    } catch (ScenarioException e) {
      lose(meter.name(), String.valueOf(e.getMessage()));
    }
    tellLost(facts);
    String load = shifts.get(0).trial().load().key();
    return windows.entrySet().stream()
        .map(e -> new EnergyObservations(e.getKey(), load, meter.name(), e.getValue()))
        .toList();
  }

  /** The share of the time that was spent on reading the sensor. */
  private double readingShare() {
    double reading = 0;
    double whole = 0;
    for (Shift shift : shifts) {
      reading += shift.reading().toNanos();
      whole += Duration.between(shift.rest(), shift.end()).toNanos();
    }
    return whole > 0 ? reading / whole : 0;
  }

  private void tellLost(Map<String, String> facts) {
    if (!lost.isEmpty()) {
      facts.put("energy.lost", String.join("; ", lost));
      facts.putIfAbsent(EnergyObservations.ABSENT, "every window was lost: " + lost.get(0) + ".");
    }
  }

  private void add(Map<String, List<EnergyWindow>> windows, Shift shift, PowerTrace trace) {
    Instant rest = shift.rest().plus(EnergyPlan.SETTLE);
    Instant load = shift.load().plus(EnergyPlan.SETTLE);
    Instant end = shift.end().minus(EnergyPlan.TAIL);
    String what = shift.trial().arm() + ", " + shift.trial().label();
    if (!rest.isBefore(shift.load()) || !load.isBefore(end)) {
      lose(what, "it was too short");
      return;
    }
    OptionalDouble resting = trace.meanWatts(rest, shift.load());
    OptionalDouble working = trace.meanWatts(load, end);
    if (resting.isEmpty() || working.isEmpty()) {
      lose(what, "the sensor did not answer all the time");
    } else if (resting.getAsDouble() == 0 && working.getAsDouble() == 0) {
      lose(what, "the sensor stood still at 0");
    } else {
      windows
          .computeIfAbsent(shift.trial().arm(), a -> new ArrayList<>())
          .add(
              new EnergyWindow(
                  shift.trial().round(),
                  resting.getAsDouble(),
                  seconds(rest, shift.load()),
                  working.getAsDouble(),
                  seconds(load, end),
                  shift.samplesPerSecond()));
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / NANOS_PER_SECOND;
  }
}
