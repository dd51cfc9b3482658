package dev.touchstone.scenarios;

import java.util.List;

/**
 * How a candidate is made from the reference model.
 *
 * @param name unique within a scenario
 * @param steps carried out in this order; at least one
 */
public record Recipe(String name, List<Step> steps) implements CandidateSource {

  /** Rejects a recipe without steps. */
  public Recipe {
    steps = List.copyOf(steps);
    if (name.isBlank() || steps.isEmpty()) {
      throw new IllegalArgumentException("a recipe needs a name and at least one step");
    }
  }
}
