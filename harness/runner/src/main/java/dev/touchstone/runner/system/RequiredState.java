package dev.touchstone.runner.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Whether a machine was in the state that its profile demands. What cannot be read was not shown to
 * hold, and counts as not met.
 */
final class RequiredState {

  private final Map<String, String> facts;
  private final RunEvidence evidence;
  private final int cores;

  RequiredState(Map<String, String> facts, RunEvidence evidence, int cores) {
    this.facts = facts;
    this.evidence = evidence;
    this.cores = cores;
  }

  /**
   * What is not as demanded, one sentence each.
   *
   * @param governor of every core
   * @param maxCelsius that no sensor may exceed, before, during or after the run
   * @param maxLoadPerCore load average of the minute before the run, over the number of cores
   */
  List<String> violations(
      Optional<String> governor, OptionalDouble maxCelsius, OptionalDouble maxLoadPerCore) {
    List<String> found = new ArrayList<>();
    governor.ifPresent(demanded -> addGovernor(found, demanded));
    maxCelsius.ifPresent(demanded -> addTemperature(found, demanded));
    maxLoadPerCore.ifPresent(demanded -> addLoad(found, demanded));
    return found;
  }

  private void addGovernor(List<String> found, String demanded) {
    String governor = facts.getOrDefault(BoardFacts.GOVERNOR, "");
    if (!governor.equals(demanded)) {
      found.add(
          demands("the frequency governor \"" + demanded + "\"")
              + (governor.isEmpty() ? "none can be read" : "it is \"" + governor + "\"")
              + "; set it with \"cpupower frequency-set -g "
              + demanded
              + "\".");
    }
  }

  private void addTemperature(List<String> found, double demanded) {
    OptionalDouble hottest =
        Stream.of(
                evidence.before().temperatures().values(),
                evidence.watch().hottest().values(),
                evidence.after().temperatures().values())
            .flatMap(t -> t.stream())
            .mapToDouble(Double::doubleValue)
            .max();
    if (hottest.isEmpty()) {
      found.add(demands("at most " + degrees(demanded)) + "no temperature can be read.");
    } else if (hottest.getAsDouble() > demanded) {
      found.add(
          demands("at most " + degrees(demanded))
              + "a sensor read "
              + degrees(hottest.getAsDouble())
              + "; cool the board and run again.");
    }
  }

  private void addLoad(List<String> found, double demanded) {
    OptionalDouble load = evidence.before().load1();
    String limit = "a load average of at most " + decimal(demanded) + " a core";
    if (load.isEmpty()) {
      found.add(demands(limit) + "no load average can be read.");
    } else if (load.getAsDouble() > demanded * cores) {
      found.add(
          demands(limit)
              + "it was "
              + decimal(load.getAsDouble() / cores)
              + " before the run; stop other work and run again.");
    }
  }

  private String demands(String what) {
    return "The profile " + evidence.profile().name() + " demands " + what + ", but ";
  }

  private static String degrees(double celsius) {
    return String.format(Locale.ROOT, "%.1f °C", celsius);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
