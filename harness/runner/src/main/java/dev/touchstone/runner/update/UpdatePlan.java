package dev.touchstone.runner.update;

import dev.touchstone.baselines.store.UpdateRecord;
import dev.touchstone.scenarios.CandidateSource;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What has to be done again, for each candidate of a scenario by itself.
 *
 * @param steps one for each candidate, in the scenario's order
 */
public record UpdatePlan(List<Step> steps) {

  /** Copies the list. */
  public UpdatePlan {
    steps = List.copyOf(steps);
  }

  /**
   * What has to be done with one candidate.
   *
   * @param stage from where on
   * @param because what was changed, each in words; empty if nothing was
   * @param inputs as they are now
   * @param last what is known of it, if anything
   */
  public record Step(
      CandidateSource source,
      Stage stage,
      List<String> because,
      Map<String, String> inputs,
      Optional<UpdateRecord.Entry> last) {

    /** Copies the collections. */
    public Step {
      because = List.copyOf(because);
      inputs = new LinkedHashMap<>(inputs);
    }

    /** The candidate's name. */
    public String name() {
      return source.name();
    }
  }

  /**
   * Holds the inputs against what was recorded.
   *
   * @param last the record, if there is one
   * @param kept whether the result of a run is still there, by the run's id
   */
  public static UpdatePlan of(
      Scenario scenario, Inputs inputs, Optional<UpdateRecord> last, Predicate<String> kept) {
    return new UpdatePlan(
        scenario.candidates().stream()
            .map(
                source ->
                    step(
                        source,
                        inputs.of(source),
                        last.flatMap(r -> r.candidate(source.name())),
                        kept))
            .toList());
  }

  /** The same plan with everything measured again, whatever was changed. */
  public UpdatePlan again() {
    return new UpdatePlan(
        steps.stream()
            .map(
                step ->
                    step.stage().compareTo(Stage.MEASURE) >= 0
                        ? step
                        : new Step(
                            step.source(),
                            Stage.MEASURE,
                            List.of("--again was asked for"),
                            step.inputs(),
                            step.last()))
            .toList());
  }

  private static Step step(
      CandidateSource source,
      Map<String, String> now,
      Optional<UpdateRecord.Entry> last,
      Predicate<String> kept) {
    if (last.isEmpty()) {
      Stage first = source instanceof ReadyModel ? Stage.MEASURE : Stage.COMPRESS;
      return new Step(source, first, List.of("it was never judged here"), now, last);
    }
    List<String> because = new ArrayList<>();
    Stage stage = Stage.NOTHING;
    for (String key : changed(last.get().inputs(), now)) {
      Optional<InputKind> kind = InputKind.of(key);
      Stage own = kind.map(InputKind::stage).orElse(Stage.COMPRESS);
      stage = own.compareTo(stage) > 0 ? own : stage;
      because.add(kind.map(InputKind::words).orElse(key) + " changed");
    }
    if (stage == Stage.JUDGE && !kept.test(last.get().runId())) {
      stage = Stage.MEASURE;
      because.add("the result of its last run is no longer in the cache");
    }
    return new Step(source, stage, because, now, last);
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> now) {
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(before.keySet());
    keys.removeIf(
        key -> before.containsKey(key) && Optional.of(before.get(key)).equals(get(now, key)));
    return keys;
  }

  private static Optional<String> get(Map<String, String> map, String key) {
    return Optional.ofNullable(map.get(key));
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.stream().allMatch(step -> step.stage() == Stage.NOTHING);
  }

  /** The candidates that begin again at a stage or before it. */
  public List<Step> from(Stage stage) {
    return steps.stream().filter(step -> step.stage().compareTo(stage) >= 0).toList();
  }

  /** The candidates of one stage. */
  public List<Step> at(Stage stage) {
    return steps.stream().filter(step -> step.stage() == stage).toList();
  }
}
