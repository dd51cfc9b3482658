package dev.touchstone.baselines;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader must know of the deployed model that came from a store: whether it is stale, and
 * whether it was judged under other conditions. Both models are measured here side by side, so the
 * comparison holds; what was measured of it then cannot be compared with what is measured now.
 */
public final class BaselineNotes {

  /** The key in its lineage of its id in the store. */
  public static final String ID = "baseline.id";

  /** The key in its lineage of the instant since which it is deployed. */
  public static final String SINCE = "baseline.since";

  /** The key in its lineage of the days after which a baseline is stale. */
  public static final String STALE_AFTER_DAYS = "baseline.stale-after-days";

  /**
   * The key in its lineage of the facts of the run that it comes from, one {@code key=value} a
   * line.
   */
  public static final String CONTEXT = "baseline.context";

  /** The key in its lineage of why those facts are not known. */
  public static final String CONTEXT_UNKNOWN = "baseline.context-unknown";

  /** The tool's version stands among the facts, but is none of the environment. */
  private static final String TOOL = "tool.version";

  /** Facts whose change means that another toolchain made and measured it. */
  private static final List<String> TOOLCHAIN = List.of(TOOL, "runtime.version");

  private static final int MOST_SHOWN = 6;

  private BaselineNotes() {}

  /** The facts as one value of a lineage. */
  public static String context(Map<String, String> facts) {
    StringBuilder lines = new StringBuilder();
    facts.forEach(
        (key, value) ->
            lines.append(key).append('=').append(value.replace('\n', ' ')).append('\n'));
    return lines.toString();
  }

  static List<String> of(RunResult run) {
    List<String> notes = new ArrayList<>();
    run.arm(ArmRole.DEPLOYED)
        .map(Arm::lineage)
        .ifPresent(
            lineage -> {
              age(lineage, run.provenance().started()).ifPresent(notes::add);
              context(lineage, run).ifPresent(notes::add);
              Optional.ofNullable(lineage.get(CONTEXT_UNKNOWN))
                  .ifPresent(
                      why ->
                          notes.add(
                              "Under which conditions the deployed model was judged is not known: "
                                  + why
                                  + "."));
            });
    return notes;
  }

  private static Optional<String> age(Map<String, String> lineage, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(lineage.getOrDefault(SINCE, "")), now);
      long limit = Long.parseLong(lineage.getOrDefault(STALE_AFTER_DAYS, ""));
      return age.compareTo(Duration.ofDays(limit)) > 0
          ? Optional.of(
              "The deployed model is stale: it ships since %d days (more than %d). Judge what ships"
                      .formatted(age.toDays(), limit)
                  + " today anew, or promote a successor.")
          : Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty(); // It came from the scenario file, not from a store.
    }
  }

  private static Optional<String> context(Map<String, String> lineage, RunResult run) {
    Map<String, String> then = new LinkedHashMap<>();
    lineage
        .getOrDefault(CONTEXT, "")
        .lines()
        .forEach(
            line -> {
              int at = line.indexOf('=');
              if (at > 0) {
                then.put(line.substring(0, at), line.substring(at + 1));
              }
            });
    List<String> unlike = new ArrayList<>();
    boolean toolchain = false;
    for (Map.Entry<String, String> fact : then.entrySet()) {
      String now =
          fact.getKey().equals(TOOL)
              ? run.provenance().toolVersion()
              : run.environment().facts().getOrDefault(fact.getKey(), "not known");
      if (!now.replace('\n', ' ').equals(fact.getValue())) {
        unlike.add(fact.getKey() + " " + fact.getValue() + " → " + now);
        toolchain |= TOOLCHAIN.contains(fact.getKey());
      }
    }
    return unlike.isEmpty() ? Optional.empty() : Optional.of(tell(unlike, toolchain));
  }

  private static String tell(List<String> unlike, boolean toolchain) {
    int more = unlike.size() - MOST_SHOWN;
    return (toolchain
            ? "The deployed model is stale: it was judged with another toolchain"
            : "The deployed model was judged under other conditions")
        + " ("
        + String.join("; ", unlike.subList(0, Math.min(MOST_SHOWN, unlike.size())))
        + (more > 0 ? "; and " + more + " more" : "")
        + "). It was measured again here, so the comparison holds; its stored numbers do not"
        + " compare with these.";
  }
}
