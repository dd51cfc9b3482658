package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.scenarios.Requirement;
import java.util.Optional;

/**
 * One finding in the words and roundings of every report, for whoever shows findings one by one.
 *
 * @param finding that is put into words
 */
public record FindingWords(Finding finding) {

  /** Metric, load pattern and baseline, such as {@code latency.p50 (server) vs deployed}. */
  public static String subject(Requirement requirement) {
    return Wording.subject(requirement);
  }

  /** The whole requirement, and the part of the data that it was asked of. */
  public String title() {
    return Wording.title(finding);
  }

  /** Such as {@code ≤ 256 KiB}, or {@code 1/10 pp}: a loss of 1 is allowed, 10 must be found. */
  public String limit() {
    return Wording.limit(finding.requirement().rule());
  }

  /** The candidate's value; a dash if there is none. */
  public String value() {
    return words(finding.value());
  }

  /** The value that it was compared with; a dash if it was compared with none. */
  public String baseline() {
    return words(finding.baseline());
  }

  /** Estimate and interval of the loss, or interval of the value; a dash if there is none. */
  public String evidence() {
    return Wording.evidence(finding);
  }

  /** What {@link #evidence} is: {@code loss} or {@code interval}. */
  public String kindOfEvidence() {
    return Wording.scale(finding.requirement().rule()).isPresent() ? "loss" : "interval";
  }

  /** The level of the interval, such as {@code 99 %}; a dash if there is none. */
  public String confidence() {
    return finding.loss().map(i -> Numbers.level(i.confidence())).orElse(Wording.ABSENT);
  }

  private static String words(Optional<Measurement> measured) {
    return measured.map(Numbers::quantity).orElse(Wording.ABSENT);
  }
}
