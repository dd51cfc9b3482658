package dev.touchstone.baselines;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Copies, and keeps the order of the facts. */
  public Environment {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    warnings = List.copyOf(warnings);
    violations = List.copyOf(violations);
  }
}
