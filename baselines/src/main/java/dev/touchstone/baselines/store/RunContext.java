package dev.touchstone.baselines.store;

import dev.touchstone.baselines.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts of a run that make its numbers unlike those of another run if they differ: versions,
 * board, firmware, CPU, limits and settings. What changes from minute to minute, such as load and
 * temperature, is not among them.
 */
public final class RunContext {

  /** The version of Touchstone, which is no fact of the environment. */
  public static final String TOOL = "tool.version";

  private static final Set<String> KEYS =
      Set.of(
          "cpu.architecture",
          "cpu.model",
          "cpu.vendor",
          "cpu.features",
          "cpu.isolated",
          "cpu.cores-logical",
          "cpu.cores-physical",
          "os.name",
          "os.kernel",
          "os.clock-source",
          "os.huge-pages",
          "profile.threads",
          "profile.execution-provider",
          "cold-start.page-cache",
          "frequency.governor",
          "frequency.driver",
          "frequency.hardware-max-khz",
          "frequency.allowed-max-khz",
          "frequency.allowed-min-khz",
          "frequency.boost",
          "frequency.no-turbo");

  private static final List<String> FAMILIES =
      List.of("board.", "jvm.", "runtime.", "limits.", "worker.", "loading.", "cgroup.");

  private RunContext() {}

  /** The facts of a run, in the order of its environment. */
  public static Map<String, String> of(RunResult run) {
    Map<String, String> context = new LinkedHashMap<>();
    context.put(TOOL, run.provenance().toolVersion());
    run.environment()
        .facts()
        .forEach(
            (key, value) -> {
              if (KEYS.contains(key) || FAMILIES.stream().anyMatch(key::startsWith)) {
                context.put(key, value);
              }
            });
    return context;
  }

  /**
   * What differs between two contexts, one line each: {@code runtime.version: 1.28.0 → 1.29.0}.
   *
   * @return empty if they are alike
   */
  public static List<String> differences(Map<String, String> before, Map<String, String> after) {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String old = before.getOrDefault(key, "not known");
      String now = after.getOrDefault(key, "not known");
      if (!old.equals(now)) {
        differences.add(key + ": " + old + " → " + now);
      }
    }
    return differences;
  }
}
