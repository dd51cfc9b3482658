package dev.touchstone.runner.system;

import dev.touchstone.baselines.Environment;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.RequiredConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the conditions of a run mean for its numbers.
 *
 * <p>Competing load alone makes no run invalid: comparisons are paired and interleaved, and stay
 * exact on a busy machine (identical code with three background hogs on two cores is never called a
 * regression); what suffers are the absolute times, so it is a warning, and a limit on time that
 * was broken under {@link Contention} is no answer. A run is invalid only where even pairs do not
 * measure the model any more:
 *
 * <ul>
 *   <li>the CPU was throttled in a trial that was kept: the arms ran at different speeds;
 *   <li>more than one in ten fork pairs was thrown away: what remains is a selection;
 *   <li>all tasks were stalled on memory for a tenth of the time: times measure swapping;
 *   <li>tasks waited for a CPU nearly always and sixteen or more shared each core. With eleven on a
 *       core twenty pairs of identical code still agreed to 0.2 %, single pairs to 6 %, although
 *       the p95 of wall time was twenty times the median; beyond that nothing is known.
 * </ul>
 */
final class ConditionRules {

  /** Share of time in which some task waited for a CPU: worth a warning. */
  static final double BUSY = 0.20;

  /** Share of time in which some task waited for a CPU: always, allowing for the run's edges. */
  static final double ALWAYS_BUSY = 0.95;

  /** Runnable tasks a core, by load average: more than pairs were ever tried with. */
  static final double STARVED_LOAD_PER_CORE = 16;

  /** Share of time in which every task waited for memory. */
  static final double MEMORY_STALLED = 0.10;

  /** Degrees below the point from which on a zone slows the machine down: worth a warning. */
  static final double NEAR_LIMIT = 5;

  /** Share of time taken by a quota or a hypervisor: worth a warning. */
  static final double TAKEN = 0.05;

  private final Map<String, String> facts;
  private final RunEvidence evidence;
  private final Changes changes;

  ConditionRules(Map<String, String> facts, RunEvidence evidence, Changes changes) {
    this.facts = facts;
    this.evidence = evidence;
    this.changes = changes;
  }

  List<String> violations() {
    List<String> found = new ArrayList<>();
    if (!evidence.throttled().isEmpty()) {
      found.add(
          "The CPU was throttled while models were measured ("
              + String.join("; ", evidence.throttled())
              + "): cool the board or check its power supply, then run again.");
    }
    int invalid = evidence.invalidPairs();
    int all = evidence.validPairs() + invalid;
    if (RunEvidence.tooManyInvalid(evidence.validPairs(), invalid)) {
      found.add(invalid + " of " + all + " fork pairs had to be thrown away; at most 10 % may be.");
    }
    if (changes.memoryStalled().orElse(0) >= MEMORY_STALLED) {
      found.add(
          "All tasks waited for memory "
              + percent(changes.memoryStalled())
              + " of the time: the times measure swapping. Free memory, then run again.");
    }
    if (starved()) {
      found.add(
          "The CPU was starved: tasks waited for it "
              + percent(changes.cpuWaiting())
              + " of the time at a load average of "
              + decimal(evidence.after().load1().orElse(0))
              + " on "
              + cores()
              + " cores. Stop other work, then run again.");
    }
    if (!isEmulated()) {
      RequiredConditions required = evidence.profile().conditions();
      found.addAll(
          new RequiredState(facts, evidence, cores())
              .violations(required.governor(), required.maxCelsius(), required.maxLoadPerCore()));
    }
    return found;
  }

  /** A board's conditions are asked of the board, not of a machine that stands for it. */
  private boolean isEmulated() {
    return !facts.getOrDefault(Environment.EMULATED_BECAUSE, "").isEmpty();
  }

  private boolean starved() {
    return changes.cpuWaiting().orElse(0) >= ALWAYS_BUSY
        && evidence.after().load1().orElse(0) >= STARVED_LOAD_PER_CORE * cores();
  }

  List<String> warnings() {
    List<String> found = new ArrayList<>();
    addEmulation(found);
    addContention(found);
    addFrequencies(found);
    addHeat(found);
    addMemory(found);
    return found;
  }

  private void addEmulation(List<String> found) {
    HardwareProfile profile = evidence.profile();
    String because = facts.getOrDefault(Environment.EMULATED_BECAUSE, "");
    if (!because.isEmpty()) {
      found.add(
          "Profile "
              + profile.name()
              + " is emulated: "
              + because
              + ". Speed and memory are this machine's, not the board's, and the conditions that"
              + " the board's profile demands were not checked.");
    }
    if (profile.threads() > usableCpus()) {
      found.add(
          "The profile's "
              + profile.threads()
              + " threads share "
              + decimal(usableCpus())
              + " CPUs: times include waiting for each other.");
    }
  }

  private void addContention(List<String> found) {
    double load = evidence.before().load1().orElse(0);
    if (load > cores()) {
      found.add(
          "Other work was running: load average "
              + decimal(load)
              + " on "
              + cores()
              + " cores before the run. Comparisons hold, absolute times may be too long.");
    }
    String contended = facts.get(Environment.CONTENDED);
    if (contended != null) {
      found.add(
          "While a model ran alone it did not have the CPU for itself: "
              + contended
              + ". Comparisons hold; a limit on time that was broken is no answer.");
    } else if (changes.cpuWaiting().orElse(0) >= BUSY && !starved()) {
      found.add(
          "The CPU was contended: tasks waited for it "
              + percent(changes.cpuWaiting())
              + " of the time. Comparisons hold, absolute times may be too long.");
    }
    if (changes.heldBack().orElse(0) >= TAKEN) {
      found.add(
          "The control group's CPU quota held the workers back "
              + percent(changes.heldBack())
              + " of the time.");
    }
    if (changes.stolen().orElse(0) >= TAKEN) {
      found.add("The hypervisor gave " + percent(changes.stolen()) + " of the CPU to others.");
    }
  }

  private void addFrequencies(List<String> found) {
    String governor = facts.getOrDefault(BoardFacts.GOVERNOR, "");
    if (governor.isEmpty()) {
      found.add(
          "No frequency governor can be read, as on most virtual machines: the CPU's speed during"
              + " the run is unknown.");
    } else if (!governor.equals("performance")) {
      found.add(
          "The frequency governor is \""
              + governor
              + "\": absolute times depend on what the CPU did before; \"performance\" is steady.");
    }
  }

  private void addHeat(List<String> found) {
    evidence
        .watch()
        .hottest()
        .forEach(
            (zone, celsius) -> {
              String limit = facts.getOrDefault("temperature." + zone + "-slows-from", "");
              if (!limit.isEmpty() && celsius >= Double.parseDouble(limit) - NEAR_LIMIT) {
                found.add(
                    "The sensor "
                        + zone
                        + " read "
                        + decimal(celsius)
                        + " °C; from "
                        + decimal(Double.parseDouble(limit))
                        + " °C on the machine slows itself down: cool it.");
              }
            });
    List<String> remembered = evidence.before().throttling().remembered();
    if (!remembered.isEmpty()) {
      found.add(
          "Before the run the board's firmware had noticed: "
              + String.join(", ", remembered)
              + ". Check its power supply and its cooling.");
    }
  }

  private void addMemory(List<String> found) {
    if (changes.swappedPages().orElse(0) > 0) {
      found.add(
          changes.swappedPages().getAsLong() + " pages went to or came from swap during the run.");
    } else if (evidence.before().swapUsedBytes().orElse(0) > 0) {
      found.add(
          "Swap was in use before the run ("
              + evidence.before().swapUsedBytes().getAsLong() / (1 << 20)
              + " MiB): resident memory may read too small.");
    }
  }

  private int cores() {
    return Integer.parseInt(facts.getOrDefault(HostFacts.CORES, "1"));
  }

  private double usableCpus() {
    String limit = facts.getOrDefault(BoardFacts.GROUP_CPUS, String.valueOf(cores()));
    return Math.min(cores(), Double.parseDouble(limit));
  }

  private static String percent(OptionalDouble share) {
    return String.format(Locale.ROOT, "%.0f %%", share.orElse(0) * 100);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
