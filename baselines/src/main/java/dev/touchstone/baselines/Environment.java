package dev.touchstone.baselines;

import dev.touchstone.scenarios.Budgets;
import dev.touchstone.scenarios.Requirement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fingerprint of the system under test: what was known about host, runtime and conditions. What
 * could not be known is absent, never 0.
 *
 * @param facts ordered, dotted keys such as {@code cpu.model} or {@code memory.available-bytes}
 * @param warnings conditions that make the numbers less sure, each one sentence for people
 * @param violations conditions that make the run invalid, each one sentence for people
 */
public record Environment(
    Map<String, String> facts, List<String> warnings, List<String> violations) {

  /**
   * The key of the fact that says, as a clause, what kept the CPU from the models while each ran
   * alone; absent if nothing did.
   */
  public static final String CONTENDED = "contended";

  /** The key of {@code true} if the machine was not the one that the profile means. */
  public static final String EMULATED = "profile.emulated";

  /** The key of what made the difference. */
  public static final String EMULATED_BECAUSE = "profile.emulated-because";

  /** What the keys of the profile's budgets begin with. */
  public static final String BUDGET = "profile.budget.";

  /** The key of the scenario file as its author named it; absent if the scenario states nothing. */
  public static final String SCENARIO_FILE = "scenario.file";

  /** Copies, and keeps the order of the facts. */
  public Environment {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    warnings = List.copyOf(warnings);
    violations = List.copyOf(violations);
  }

  /**
   * Why the machine was not the one that the profile means, so that its speed and memory say
   * nothing about that one; empty if it was, or if a result of an earlier version does not tell.
   */
  public Optional<String> emulation() {
    return "true".equals(facts.get(EMULATED))
        ? Optional.of(facts.getOrDefault(EMULATED_BECAUSE, "it is another machine"))
        : Optional.empty();
  }

  /** The budgets that the profile brought to the run. */
  public List<Requirement> budgets() {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(BUDGET))
        .flatMap(fact -> Budgets.read(fact.getValue()).stream())
        .toList();
  }
}
