package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Comparer;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store remembers of a judged run: a few KiB instead of every observation.
 *
 * @param id of the run; unique, sortable by time
 * @param scenario the scenario's name
 * @param profile the hardware profile's name
 * @param started first trial
 * @param toolVersion of Touchstone
 * @param outcome of the whole run
 * @param emulation why the machine was not the one that the profile means; empty if it was
 * @param injected work and stalls that were put into arms on purpose, by the key of the fact, such
 *     as {@code injected-work.int8-static}; empty if the run is in earnest
 * @param context what makes its numbers unlike those of other runs, see {@link RunContext}
 * @param arms reference first, then deployed if there was one, then the candidates; {@code model}
 *     is the bare name of the file
 * @param measurements every number of every arm
 * @param changes of every candidate against reference and deployed, from pairs of this run
 */
public record RunRecord(
    String id,
    String scenario,
    String profile,
    Instant started,
    String toolVersion,
    Outcome outcome,
    Optional<String> emulation,
    Map<String, String> injected,
    Map<String, String> context,
    List<Arm> arms,
    List<Measurement> measurements,
    List<PairedChange> changes) {

  private static final String INJECTED = "injected-";

  /** Copies, and keeps the order of the maps. */
  public RunRecord {
    if (id.isBlank() || scenario.isBlank() || profile.isBlank()) {
      throw new IllegalArgumentException(
          "a run record needs an id, a scenario and a profile, was \"%s\", \"%s\", \"%s\""
              .formatted(id, scenario, profile));
    }
    injected = Collections.unmodifiableMap(new LinkedHashMap<>(injected));
    context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    arms = List.copyOf(arms);
    measurements = List.copyOf(measurements);
    changes = List.copyOf(changes);
  }

  /** What is remembered of a run. */
  public static RunRecord of(Verdict verdict) {
    RunResult run = verdict.run();
    return new RunRecord(
        run.id(),
        run.scenarioName(),
        run.profileName(),
        run.provenance().started(),
        run.provenance().toolVersion(),
        verdict.outcome(),
        run.environment().emulation(),
        injected(run),
        RunContext.of(run),
        run.arms().stream().map(RunRecord::bare).toList(),
        verdict.measurements(),
        changes(run));
  }

  /** What was put into arms on purpose. */
  static Map<String, String> injected(RunResult run) {
    Map<String, String> injected = new LinkedHashMap<>();
    run.environment()
        .facts()
        .forEach(
            (key, value) -> {
              if (key.startsWith(INJECTED)) {
                injected.put(key, value);
              }
            });
    return injected;
  }

  /** Where the file lay is of no use to anybody else. */
  private static Arm bare(Arm arm) {
    Path name = Optional.ofNullable(arm.model().getFileName()).orElse(arm.model());
    return new Arm(arm.name(), arm.role(), name, arm.sha256(), arm.bytes(), arm.lineage());
  }

  private static List<PairedChange> changes(RunResult run) {
    Comparer comparer = new Comparer(run);
    List<PairedChange> changes = new ArrayList<>();
    for (Arm candidate : run.arms()) {
      if (candidate.role() == ArmRole.CANDIDATE) {
        run.arms().stream()
            .filter(arm -> arm.role() != ArmRole.CANDIDATE)
            .forEach(
                arm -> changes.addAll(PairedChange.of(comparer, candidate.name(), arm.name())));
      }
    }
    return changes;
  }

  /** The arm of that name. */
  public Optional<Arm> arm(String name) {
    return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
  }
}
