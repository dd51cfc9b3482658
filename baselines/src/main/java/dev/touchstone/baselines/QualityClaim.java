package dev.touchstone.baselines;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a comparison of quality came to on one part of the samples.
 *
 * @param shortage a sentence that says how many more samples, or clusters of them, would decide;
 *     empty if it is decided, or if more of them would not help
 */
record QualityClaim(Judged judged, Optional<String> shortage) {

  /** How the reason of a finding begins that has too few samples to be decided. */
  static final String INSUFFICIENT = "INSUFFICIENT: ";

  static QualityClaim of(Finding finding) {
    return of(Judged.alone(finding));
  }

  static QualityClaim of(Judged judged) {
    return new QualityClaim(judged, Optional.empty());
  }

  /**
   * This claim, made in the place of others that had too few samples.
   *
   * @param reasons why it stands for them
   * @param tried how many claims were tried before this one; each was a chance to err, so the risk
   *     is that of all together (Bonferroni)
   */
  Judged standingFor(Collection<String> reasons, int tried) {
    Finding f = judged.finding();
    Finding told = f.with(f.outcome(), f.reason() + " " + String.join(" ", List.copyOf(reasons)));
    OptionalDouble risk = judged.risk();
    return new Judged(
        told,
        risk.isPresent() ? OptionalDouble.of(Math.min(1, risk.getAsDouble() * (1 + tried))) : risk);
  }
}
