package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.baselines.statistics.SampleSizes;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Score;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Judges a value against a limit of its own: it passes when its 99 % bound on the side of the limit
 * keeps it, fails when the other bound breaks it.
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
  Finding judge() {
    Metric metric = question.metric();
    return switch (metric) {
      case LATENCY_P50, LATENCY_P95, LATENCY_P99 -> latency();
      case THROUGHPUT -> throughput();
      case MEMORY_PEAK, MEMORY_LOAD, MEMORY_STEADY, MEMORY_MODEL -> memory();
      case COLD_START,
          COLD_START_JVM,
          COLD_START_RUNTIME,
          COLD_START_SESSION,
          COLD_START_FIRST_INFERENCE ->
          coldStart();
      case SIZE -> exactly();
      case ENERGY -> question.invalid("Energy was not measured: this run had no energy sensor.");
      default -> throw new IllegalArgumentException(metric.key() + " is a quality metric");
    };
  }

  private Optional<SoloObservations> solo() {
    return question.run().solo().stream()
        .filter(s -> s.arm().equals(question.arm()) && s.load().equals(question.load()))
        .findFirst();
  }

  private Finding latency() {
    if (solo().isEmpty()) {
      return question.unmeasured("No latency was measured under " + loadInWords() + ".");
    }
    Latency latency = new Latency(solo().get(), question.metric());
    Bounds bounds = latency.bounds(LEVEL);
    Outcome outcome = decide(bounds);
    if (outcome == Outcome.PASS && !latency.isClaimed()) {
      outcome = Outcome.INCONCLUSIVE;
    }
    LongSupplier needed =
        () ->
            SampleSizes.queriesToDecide(
                latency.over(limit.value()), latency.n(), latency.quantile(), LEVEL);
    return answer(outcome, bounds, latency.value(), latency.n(), needed, "queries");
  }

  private Finding throughput() {
    if (solo().isEmpty()) {
      return question.unmeasured("No throughput was measured under " + loadInWords() + ".");
    }
    Throughput throughput = new Throughput(solo().get());
    int n = solo().get().queries().size();
    Optional<Bounds> bounds = throughput.bounds(LEVEL);
    if (bounds.isEmpty()) {
      double value = throughput.value();
      return plain(decide(new Bounds(value, value)), value, n);
    }
    return answer(
        decide(bounds.get()), bounds.get(), throughput.value(), n, () -> 4L * n, "queries");
  }

  private String loadInWords() {
    return question.load().isEmpty() ? "any load pattern" : question.load();
  }

  /** Every worker that was observed must keep the limit; every one must break it to fail. */
  private Finding memory() {
    Observed observed = Observed.memory(question.run(), question.metric(), question.arm());
    if (observed.median().isEmpty()) {
      return question.unmeasured(
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
    return question.answer(outcome, interval, median, observed.n(), reason);
  }

  private Finding coldStart() {
    Observed observed = Observed.coldStarts(question.run(), question.metric(), question.arm());
    if (observed.median().isEmpty()) {
      return question.unmeasured("No cold start was measured.");
    }
    Bounds bounds = observed.medianBounds(LEVEL);
    double median = observed.median().getAsDouble();
    LongSupplier needed = () -> Math.max(7, 4L * observed.n());
    return answer(decide(bounds), bounds, median, observed.n(), needed, "cold starts");
  }

  private Finding exactly() {
    Optional<Measurement> value = question.value(question.arm());
    if (value.isEmpty()) {
      return question.unmeasured(question.metric().key() + " is not known.");
    }
    double exact = value.get().value().value();
    return plain(decide(new Bounds(exact, exact)), exact, value.get().n());
  }

  /** Judges a quality metric on a part of the samples. */
  Finding judge(Cut cut, Labels labels, Predictions predictions) {
    Optional<Score> score = QualityScore.of(question.metric(), labels, predictions, cut);
    if (score.isEmpty()) {
      return QualityJudge.withoutValue(question, cut, labels);
    }
    double value = score.get().value();
    long n = score.get().n();
    if (QualityScore.isShare(question.metric(), cut)) {
      long right = Math.round(value * n);
      Bounds bounds = new Proportion(right, n).clopperPearson(LEVEL);
      boolean inside = limit.value() > 0 && limit.value() < 1;
      LongSupplier needed =
          () ->
              inside
                  ? SampleSizes.queriesToDecide(n - right, n, limit.value(), LEVEL)
                  : Long.MAX_VALUE;
      return answer(decide(bounds), bounds, value, n, needed, "labelled samples");
    }
    Bounds bounds = new ScoreResampling(question, cut, labels).bounds(predictions, LEVEL);
    return answer(decide(bounds), bounds, value, n, () -> 4 * n, "labelled samples");
  }

  /** Judges the count of changed answers, which is exact on the given samples. */
  Finding judgeCount() {
    return exactly();
  }

  private Outcome decide(Bounds bounds) {
    double l = limit.value();
    if (atMost ? bounds.lower() > l : bounds.upper() < l) {
      return Outcome.FAIL;
    }
    return (atMost ? bounds.upper() <= l : bounds.lower() >= l)
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
    String reason =
        switch (outcome) {
          case PASS -> found + ", keeps the limit of " + limit + ".";
          case FAIL -> found + ", breaks the limit of " + limit + ".";
          default ->
              found
                  + ": the limit of "
                  + limit
                  + " is not decided. "
                  + more(needed.getAsLong(), n, things);
        };
    Interval interval = new Interval(bounds.lower(), bounds.upper(), LEVEL);
    return question.answer(outcome, interval, value, n, reason);
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
