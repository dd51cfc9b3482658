package dev.touchstone.scenarios;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The hardware that a scenario is about, how the runtime is set there, and what it demands.
 *
 * @param name such as {@code raspberry-pi-4}
 * @param description one line for people
 * @param boards how the model's name begins in the device tree or in the firmware's tables (DMI),
 *     such as {@code Raspberry Pi 4 Model B}; a machine is the board if one of them fits; empty for
 *     a kind of machine that is known by its CPU and memory alone
 * @param architecture {@code amd64} or {@code aarch64}; empty for any
 * @param cpuFeatures what the CPU can do, in the spelling of {@code /proc/cpuinfo}; empty set if
 *     not stated
 * @param cores that the worker may use; empty for all
 * @param memoryBytes that the board has; empty if not stated
 * @param threads intra-op threads of the runtime, at least 1
 * @param nice the worker's niceness, from -20 (first) to 19 (last); empty for that of Touchstone
 * @param executionProvider {@code cpu}
 * @param conditions under which its numbers count
 * @param budgets absolute requirements that it brings to every scenario
 * @param recommended the bundled recipe to begin with on such hardware, if there is one
 */
public record HardwareProfile(
    String name,
    String description,
    List<String> boards,
    Optional<String> architecture,
    Set<String> cpuFeatures,
    OptionalInt cores,
    OptionalLong memoryBytes,
    int threads,
    OptionalInt nice,
    String executionProvider,
    RequiredConditions conditions,
    List<Requirement> budgets,
    Optional<RecommendedRecipe> recommended) {

  /** A profile that recommends nothing. */
  public HardwareProfile(
      String name,
      String description,
      List<String> boards,
      Optional<String> architecture,
      Set<String> cpuFeatures,
      OptionalInt cores,
      OptionalLong memoryBytes,
      int threads,
      OptionalInt nice,
      String executionProvider,
      RequiredConditions conditions,
      List<Requirement> budgets) {
    this(
        name,
        description,
        boards,
        architecture,
        cpuFeatures,
        cores,
        memoryBytes,
        threads,
        nice,
        executionProvider,
        conditions,
        budgets,
        Optional.empty());
  }

  /** Rejects a profile without a thread, and budgets that compare. */
  public HardwareProfile {
    boards = List.copyOf(boards);
    cpuFeatures = Set.copyOf(cpuFeatures);
    budgets = List.copyOf(budgets);
    if (name.isBlank() || threads < 1) {
      throw new IllegalArgumentException("a profile needs a name and at least one thread");
    }
    budgets.stream()
        .filter(budget -> !Budgets.isAbsolute(budget))
        .findFirst()
        .ifPresent(
            budget -> {
              throw new IllegalArgumentException("a budget is absolute, was " + budget);
            });
  }

  /** A kind of machine that is known by its CPU and memory alone and demands nothing. */
  public HardwareProfile(
      String name,
      String description,
      Optional<String> architecture,
      Set<String> cpuFeatures,
      OptionalInt cores,
      OptionalLong memoryBytes,
      int threads,
      String executionProvider) {
    this(
        name,
        description,
        List.of(),
        architecture,
        cpuFeatures,
        cores,
        memoryBytes,
        threads,
        OptionalInt.empty(),
        executionProvider,
        RequiredConditions.NONE,
        List.of());
  }
}
