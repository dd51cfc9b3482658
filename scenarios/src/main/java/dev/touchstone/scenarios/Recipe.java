package dev.touchstone.scenarios;

import java.util.List;

/**
 * How a candidate is made from the reference model.
 *
 * @param name unique within a scenario
 * @param steps carried out in this order; at least one
 * @param calibrationCheck what follows if calibration data leaves a slice out
 */
public record Recipe(String name, List<Step> steps, CalibrationCheck calibrationCheck)
    implements CandidateSource {

  /** A recipe whose calibration data is told about. */
  public Recipe(String name, List<Step> steps) {
    this(name, steps, CalibrationCheck.REPORT);
  }

  /** Rejects a recipe without steps. */
  public Recipe {
    steps = List.copyOf(steps);
    if (name.isBlank() || steps.isEmpty()) {
      throw new IllegalArgumentException("a recipe needs a name and at least one step");
    }
  }
}
