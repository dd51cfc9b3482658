package dev.touchstone.scenarios;

import java.util.Optional;

/**
 * A requirement against the reference that nobody has written down yet.
 *
 * @param metric what is judged
 * @param forEach the slice column whose every value is judged by itself; empty for the whole
 * @param allow a loss up to here never blocks
 * @param catches a loss of this size must be found
 */
public record Demand(Metric metric, Optional<String> forEach, Loss allow, Loss catches) {

  /** Renders as a scenario file states it. */
  @Override
  public String toString() {
    return "{metric: "
        + metric.key()
        + forEach.map(column -> ", for-each: " + column).orElse("")
        + ", against: reference, allow: "
        + allow
        + ", catch: "
        + catches
        + "}";
  }
}
