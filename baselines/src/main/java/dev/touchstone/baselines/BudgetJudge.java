package dev.touchstone.baselines;

import dev.touchstone.baselines.GrowingBudget.Standing;
import dev.touchstone.baselines.statistics.Binomial;
import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.baselines.statistics.SampleSizes;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Score;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Judges a value against a limit of its own: it passes when its 99 % bound on the side of the limit
 * keeps it, fails when the other bound breaks it. A claim that it is broken comes with its p-value
 * where there is an exact test.
 */
final class BudgetJudge {

  private static final double LEVEL = Measurements.LEVEL;

  private final Question question;
  private final Quantity limit;
  private final boolean atMost;

  /**
   * Asks one question.
   *
   * @param atMost whether the limit is an upper one
   */
  BudgetJudge(Question question, Quantity limit, boolean atMost) {
    this.question = question;
    this.limit = limit;
    this.atMost = atMost;
  }

  /** Judges what is not a quality metric. */
  Judged judge() {
    Metric metric = question.metric();
    if (metric.isLatency()) {
      return latency();
    }
    if (metric.isStage()) {
      return stage();
    }
    if (metric.isColdStart()) {
      return coldStart();
    }
    return switch (metric) {
      case THROUGHPUT -> throughput();
      case SIZE -> exactly();
      case ENERGY -> throw new IllegalArgumentException("energy has a judge of its own");
      default -> {
        if (metric.isQuality()) {
          throw new IllegalArgumentException(metric.key() + " is a quality metric");
        }
        yield memory();
      }
    };
  }

  private Optional<SoloObservations> solo(String load) {
    return question.run().solo().stream()
        .filter(s -> s.arm().equals(question.arm()) && s.load().equals(load))
        .findFirst();
  }

  private Judged latency() {
    Optional<SoloObservations> solo = solo(question.load());
    if (solo.isEmpty()) {
      return unmeasured("No latency was measured under " + loadInWords() + ".");
    }
    Latency latency = new Latency(solo.get(), question.metric());
    Standing standing =
        latency.within(limit.value()).ask(solo.get().looks(), solo.get().queries().size());
    Ordered seen = latency.at(standing.queries());
    double quantile = latency.quantile();
    Bounds bounds = seen.bounds(quantile, standing.level());
    LongSupplier needed = () -> queriesToDecide(seen, quantile);
    Finding finding =
        answer(standing.outcome(), bounds, seen.quantile(quantile), seen.n(), needed, "queries");
    return claimed(finding, standing.risk());
  }

  private long queriesToDecide(Ordered seen, double quantile) {
    return SampleSizes.queriesToDecide(seen.over(limit.value()), seen.n(), quantile, LEVEL);
  }

  private Judged stage() {
    Optional<SoloObservations> solo = solo(StageLatency.LOAD);
    Optional<Ordered> observed = solo.flatMap(s -> StageLatency.of(s, question.metric()));
    if (observed.isEmpty()) {
      return unmeasured(
          question.metric().key()
              + " was not measured: it needs samples from files, and the load pattern "
              + StageLatency.LOAD
              + ".");
    }
    double quantile = Latency.quantile(question.metric());
    Ordered all = observed.get();
    Bounds bounds = all.bounds(quantile, LEVEL);
    Outcome outcome = decide(bounds);
    if (outcome == Outcome.PASS && all.n() < Quantiles.fewest(quantile, LEVEL)) {
      outcome = Outcome.INCONCLUSIVE;
    }
    LongSupplier needed = () -> queriesToDecide(all, quantile);
    return claimed(
        answer(outcome, bounds, all.quantile(quantile), all.n(), needed, "samples"),
        all.riskThatKept(quantile, limit.value()));
  }

  private Judged throughput() {
    Optional<SoloObservations> solo = solo(question.load());
    if (solo.isEmpty()) {
      return unmeasured("No throughput was measured under " + loadInWords() + ".");
    }
    Throughput throughput = new Throughput(solo.get());
    int n = solo.get().queries().size();
    if (throughput.bounds(LEVEL).isEmpty()) {
      double value = throughput.value();
      return Judged.alone(plain(decide(new Bounds(value, value)), value, n));
    }
    Standing standing = throughput.atLeast(limit.value()).ask(solo.get().looks(), n);
    Throughput seen = new Throughput(solo.get(), standing.queries());
    Bounds bounds = seen.bounds(standing.level()).orElseThrow();
    LongSupplier needed = () -> 4L * standing.queries();
    return claimed(
        answer(standing.outcome(), bounds, seen.value(), standing.queries(), needed, "queries"),
        standing.risk());
  }

  private String loadInWords() {
    return question.load().isEmpty() ? "any load pattern" : question.load();
  }

  private Judged unmeasured(String otherwise) {
    return Judged.alone(question.unmeasured(otherwise));
  }

  /** A claim of which the p-value is known joins the other claims of the verdict. */
  private static Judged claimed(Finding finding, double risk) {
    return new Judged(finding, OptionalDouble.of(Math.min(1, risk)));
  }

  /** Every worker that was observed must keep the limit; every one must break it to fail. */
  private Judged memory() {
    Observed observed = Observed.memory(question.run(), question.metric(), question.arm());
    if (observed.median().isEmpty()) {
      return unmeasured(
          question.metric() == Metric.MEMORY_MODEL
              ? "The model's own part of memory was not measured: the worker's floor is missing."
              : "Memory was not measured.");
    }
    Bounds range = observed.range();
    double median = observed.median().getAsDouble();
    String reason =
        observed.n()
            + (observed.n() == 1 ? " worker" : " workers")
            + " used "
            + quantity(range.lower())
            + " to "
            + quantity(range.upper())
            + "; the limit is "
            + limit
            + ".";
    Outcome outcome = decide(range);
    if (outcome == Outcome.INCONCLUSIVE) {
      reason += " Some keep it and some do not: give the model more room, or make it smaller.";
    }
    Interval interval = new Interval(range.lower(), range.upper(), LEVEL);
    return Judged.alone(question.answer(outcome, interval, median, observed.n(), reason));
  }

  private Judged coldStart() {
    Observed observed = Observed.coldStarts(question.run(), question.metric(), question.arm());
    if (observed.median().isEmpty()) {
      return unmeasured("No cold start was measured.");
    }
    Bounds bounds = observed.medianBounds(LEVEL);
    double median = observed.median().getAsDouble();
    LongSupplier needed = () -> Math.max(7, 4L * observed.n());
    return claimed(
        answer(decide(bounds), bounds, median, observed.n(), needed, "cold starts"),
        observed.riskThatMedianKeeps(limit.value()));
  }

  private Judged exactly() {
    Optional<Measurement> value = question.value(question.arm());
    if (value.isEmpty()) {
      return unmeasured(question.metric().key() + " is not known.");
    }
    double exact = value.get().value().value();
    return Judged.alone(plain(decide(new Bounds(exact, exact)), exact, value.get().n()));
  }

  /** Judges a quality metric on a part of the samples. */
  Judged judge(Cut cut, Labels labels, Predictions predictions) {
    Optional<Score> score = QualityScore.of(question.metric(), labels, predictions, cut);
    if (score.isEmpty()) {
      return Judged.alone(QualityJudge.withoutValue(question, cut, labels));
    }
    double value = score.get().value();
    long n = score.get().n();
    if (QualityScore.isShare(question.metric(), cut) && !cut.units().areClusters()) {
      long right = Math.round(value * n);
      Bounds bounds = new Proportion(right, n).clopperPearson(LEVEL);
      boolean inside = limit.value() > 0 && limit.value() < 1;
      LongSupplier needed =
          () ->
              inside
                  ? SampleSizes.queriesToDecide(n - right, n, limit.value(), LEVEL)
                  : Long.MAX_VALUE;
      Finding finding = answer(decide(bounds), bounds, value, n, needed, "labelled samples");
      return claimed(finding, riskThatShareKeeps(right, n));
    }
    Bounds bounds = new ScoreResampling(question, cut, labels).bounds(predictions, LEVEL);
    long units = cut.units().count(cut.own(labels));
    String things = cut.units().areClusters() ? "clusters" : "labelled samples";
    return Judged.alone(answer(decide(bounds), bounds, value, units, () -> 4 * units, things));
  }

  /** The p-value of the claim that a share breaks the limit: exact binomial. */
  private double riskThatShareKeeps(long right, long n) {
    Binomial atLimit = new Binomial(n, Math.max(0, Math.min(1, limit.value())));
    return atMost ? atLimit.atLeast(right) : atLimit.atMost(right);
  }

  /** Judges the count of changed answers, which is exact on the given samples. */
  Finding judgeCount() {
    return exactly().finding();
  }

  private Outcome decide(Bounds bounds) {
    return decide(bounds, limit.value(), atMost);
  }

  /** The outcome for a value of which the bounds are known. */
  static Outcome decide(Bounds bounds, double limit, boolean atMost) {
    if (atMost ? bounds.lower() > limit : bounds.upper() < limit) {
      return Outcome.FAIL;
    }
    return (atMost ? bounds.upper() <= limit : bounds.lower() >= limit)
        ? Outcome.PASS
        : Outcome.INCONCLUSIVE;
  }

  private Finding plain(Outcome outcome, double value, long n) {
    String comparison = outcome == Outcome.PASS ? " keeps the limit of " : " breaks the limit of ";
    return question.answer(
        outcome,
        Optional.empty(),
        Optional.of(value),
        n,
        quantity(value) + comparison + limit + ".");
  }

  private Finding answer(
      Outcome outcome, Bounds bounds, double value, long n, LongSupplier needed, String things) {
    String found =
        quantity(value)
            + ", with 99 % confidence at least "
            + quantity(bounds.lower())
            + " and at most "
            + quantity(bounds.upper())
            + " ("
            + n
            + " "
            + things
            + ")";
    String reason = reason(outcome, found, limit, () -> more(needed.getAsLong(), n, things));
    Interval interval = new Interval(bounds.lower(), bounds.upper(), LEVEL);
    return question.answer(outcome, interval, value, n, reason);
  }

  /** What was found, and what that makes of the limit; with a remedy if it is not decided. */
  static String reason(Outcome outcome, String found, Quantity limit, Supplier<String> remedy) {
    return switch (outcome) {
      case PASS -> found + ", keeps the limit of " + limit + ".";
      case FAIL -> found + ", breaks the limit of " + limit + ".";
      default -> found + ": the limit of " + limit + " is not decided. " + remedy.get();
    };
  }

  private static String more(long needed, long n, String things) {
    if (needed == Long.MAX_VALUE || needed <= n) {
      return "The value is too near to the limit for more " + things + " to decide.";
    }
    return "It needs about " + (needed - n) + " more " + things + ".";
  }

  private String quantity(double value) {
    if (Double.isInfinite(value)) {
      return value < 0 ? "nothing" : "any amount";
    }
    return new Quantity(value, limit.unit()).toString();
  }
}
