package dev.touchstone.baselines;

import dev.touchstone.scenarios.Requirement;
import java.util.Optional;

/**
 * The answer to one requirement for one candidate and slice.
 *
 * @param requirement what was demanded
 * @param arm the candidate
 * @param slice such as {@code class=crack}; empty for the whole
 * @param outcome the answer
 * @param value the candidate's value, if it was measured
 * @param baseline the value that it was compared with, if it was compared
 * @param loss for a relative rule the interval of the loss, as a fraction on the rule's own scale,
 *     positive means worse; for an absolute rule the interval of the value
 * @param estimate point estimate that belongs to {@code loss}
 * @param n observations, pairs or samples that the answer rests on
 * @param reason one or two sentences: why, and what to do if it is not a PASS
 */
public record Finding(
    Requirement requirement,
    String arm,
    String slice,
    Outcome outcome,
    Optional<Measurement> value,
    Optional<Measurement> baseline,
    Optional<Interval> loss,
    Optional<Double> estimate,
    long n,
    String reason) {

  /** This finding with another answer, and why. */
  Finding with(Outcome other, String why) {
    return new Finding(requirement, arm, slice, other, value, baseline, loss, estimate, n, why);
  }
}
