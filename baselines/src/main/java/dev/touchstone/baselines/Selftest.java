package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Binomial;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.scenarios.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a machine's own verdicts on models of which the truth is known say of the instrument.
 *
 * <p>The word that it has to hold: no FAIL for an unchanged model, and a FAIL for at least {@link
 * #POWER} of the slowed ones. A run whose conditions were not met has claimed nothing; it counts
 * neither way.
 *
 * @param slowdown of the slowed rounds, as a fraction of the model's time, above 0
 * @param rounds in the order in which they were run
 */
public record Selftest(double slowdown, List<SelftestRound> rounds) {

  /** The share of slowed models that is to be found. */
  public static final double POWER = 0.99;

  /** So few found would be a surprise of one in twenty, if the power were as promised. */
  private static final double SURPRISE = 0.05;

  /** More invalid rounds than this share, and the machine was no place to test on. */
  private static final double MOST_INVALID = 0.1;

  /** Copies the list. */
  public Selftest {
    rounds = List.copyOf(rounds);
    if (!(slowdown > 0)) {
      throw new IllegalArgumentException("a slowdown is above 0, was " + slowdown);
    }
  }

  private Stream<SelftestRound> valid(SelftestRound.Kind kind) {
    return rounds.stream().filter(r -> r.kind() == kind && r.outcome() != Outcome.INVALID);
  }

  private Optional<Proportion> share(SelftestRound.Kind kind, Predicate<SelftestRound> which) {
    long all = valid(kind).count();
    return all == 0
        ? Optional.empty()
        : Optional.of(new Proportion(valid(kind).filter(which).count(), all));
  }

  /** Unchanged models that were called worse; empty if none was judged. */
  public Optional<Proportion> falseAlarms() {
    return share(SelftestRound.Kind.UNCHANGED, SelftestRound::isFalseAlarm);
  }

  /** Unchanged models that passed; empty if none was judged. */
  public Optional<Proportion> passed() {
    return share(SelftestRound.Kind.UNCHANGED, SelftestRound::isRight);
  }

  /** Slowed models that were called worse; empty if none was judged. */
  public Optional<Proportion> found() {
    return share(SelftestRound.Kind.SLOWED, SelftestRound::isFound);
  }

  /** Rounds that say nothing. */
  public int invalid() {
    return (int) rounds.stream().filter(r -> r.outcome() == Outcome.INVALID).count();
  }

  /** Whether so few found could well be chance if the power were {@link #POWER}; true for none. */
  public boolean isPowerKept() {
    return found()
        .map(f -> new Binomial(f.trials(), POWER).atMost(f.successes()) >= SURPRISE)
        .orElse(true);
  }

  /**
   * PASS if the instrument holds its word, FAIL if it does not, INVALID if too much of it says
   * nothing. A false alarm is one whatever happened beside it.
   */
  public Outcome outcome() {
    boolean alarm = falseAlarms().filter(f -> f.successes() > 0).isPresent();
    if (alarm || !isPowerKept()) {
      return Outcome.FAIL;
    }
    boolean both = falseAlarms().isPresent() && found().isPresent();
    return both && invalid() <= MOST_INVALID * rounds.size() ? Outcome.PASS : Outcome.INVALID;
  }

  /** The median over the unchanged rounds; empty if none has an interval. */
  public OptionalDouble smallestDetectable() {
    return median(
        valid(SelftestRound.Kind.UNCHANGED)
            .map(r -> r.smallestDetectable(allow(r)))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray());
  }

  private static double allow(SelftestRound round) {
    return round.finding().requirement().rule() instanceof Rule.Against against
        ? against.allow().size()
        : 0;
  }

  /** How long a verdict took, in seconds; empty without rounds. */
  public OptionalDouble medianSeconds() {
    return median(seconds());
  }

  /** How long the longest verdict took, in seconds; empty without rounds. */
  public OptionalDouble mostSeconds() {
    return Arrays.stream(seconds()).max();
  }

  private double[] seconds() {
    return rounds.stream().map(SelftestRound::took).mapToDouble(Selftest::seconds).toArray();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static OptionalDouble median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int n = sorted.length;
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }
}
