package dev.touchstone.baselines;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One verdict of a self-test: a model judged against itself.
 *
 * @param kind whether it was slowed down on purpose
 * @param verdict with one finding, about latency
 */
public record SelftestRound(Kind kind, Verdict verdict) {

  /** What is true, and the instrument does not know. */
  public enum Kind {
    /** The same model twice: anything but a PASS is wrong, and a FAIL is a false alarm. */
    UNCHANGED,
    /** The candidate does more work in each iteration: only a FAIL is right. */
    SLOWED
  }

  /** Rejects a verdict about nothing. */
  public SelftestRound {
    if (verdict.findings().size() != 1) {
      throw new IllegalArgumentException(
          "a round has one finding, found " + verdict.findings().size());
    }
  }

  /** The only finding. */
  public Finding finding() {
    return verdict.findings().get(0);
  }

  /** The answer of the instrument. */
  public Outcome outcome() {
    return verdict.outcome();
  }

  /** Whether it called a loss what is none. */
  public boolean isFalseAlarm() {
    return kind == Kind.UNCHANGED && outcome() == Outcome.FAIL;
  }

  /** Whether it called a loss what is one, by measuring it and not because something broke. */
  public boolean isFound() {
    return kind == Kind.SLOWED && outcome() == Outcome.FAIL && finding().loss().isPresent();
  }

  /** Whether the answer is the right one. */
  public boolean isRight() {
    return kind == Kind.SLOWED ? isFound() : outcome() == Outcome.PASS;
  }

  /** The valid fork pairs that it took. */
  public int pairs() {
    return verdict.run().campaigns().stream().mapToInt(c -> c.pairs().size()).sum();
  }

  /** From the first worker's start to the last one's end. */
  public Duration took() {
    RunResult.Provenance made = verdict.run().provenance();
    return Duration.between(made.started(), made.finished());
  }

  /**
   * The smallest loss that a repetition with as many pairs and the same noise would find nine times
   * in ten: what is allowed plus the width of the interval, as log ratios.
   *
   * @param allow the loss that never blocks, as a fraction
   * @return empty without an interval that is bounded on both sides
   */
  public OptionalDouble smallestDetectable(double allow) {
    Optional<Interval> loss = finding().loss();
    if (loss.isEmpty() || !Double.isFinite(loss.get().upper()) || loss.get().lower() <= -1) {
      return OptionalDouble.empty();
    }
    double width = Math.log1p(loss.get().upper()) - Math.log1p(loss.get().lower());
    return OptionalDouble.of(Math.expm1(Math.log1p(allow) + width));
  }
}
