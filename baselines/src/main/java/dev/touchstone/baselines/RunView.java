package dev.touchstone.baselines;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of a run, to be judged as if the other arms had not been there. */
public final class RunView {

  private RunView() {}

  /**
   * The run as some of its arms saw it. An arm may play another part than it did, so that two
   * candidates can be held against each other: their answers to the same samples are as they are.
   *
   * @param arms of the run by their names, the one that is to be the reference first
   * @throws IllegalArgumentException if the run has no arm of such a name
   */
  public static RunResult of(RunResult run, List<Arm> arms) {
    Set<String> names = arms.stream().map(Arm::name).collect(Collectors.toSet());
    Set<String> known = run.arms().stream().map(Arm::name).collect(Collectors.toSet());
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException("of " + names + " the run has only " + known);
    }
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        arms,
        run.faults().stream().filter(f -> names.contains(f.arm())).toList(),
        run.solo().stream().filter(s -> names.contains(s.arm())).toList(),
        run.floor(),
        among(run.memory(), names),
        run.coldStarts().stream().filter(c -> names.contains(c.arm())).toList(),
        run.campaigns().stream().filter(c -> names.contains(c.candidate())).toList(),
        run.samples(),
        among(run.predictions(), names),
        run.energy().stream().filter(e -> names.contains(e.arm())).toList());
  }

  private static <T> Map<String, T> among(Map<String, T> all, Set<String> names) {
    Map<String, T> some = new LinkedHashMap<>(all);
    some.keySet().retainAll(names);
    return some;
  }
}
