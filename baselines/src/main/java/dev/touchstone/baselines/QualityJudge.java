package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.PairedAnswers;
import dev.touchstone.baselines.statistics.SampleSizes;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.quality.Flips;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Score;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges quality against another arm on the same samples.
 *
 * <p>Shares of samples: fails when the Bonett-Price lower bound is above what is allowed and the
 * exact McNemar test agrees, both at risk 0.001; passes when Tango's upper bound at 99 % is below
 * what must be caught. Other metrics: a paired permutation and a bootstrap take their places.
 */
final class QualityJudge {

  private static final double RISK = 0.001;
  private static final double LEVEL = 0.99;
  private static final double POWER = 0.99;

  /** Two models of the same network disagree on about so many samples without any loss. */
  private static final double USUAL_CHURN = 0.01;

  private final Question question;
  private final Margins margins;
  private final Cut cut;
  private final Labels labels;

  QualityJudge(Question question, Margins margins, Cut cut, Labels labels) {
    this.question = question;
    this.margins = margins;
    this.cut = cut;
    this.labels = labels;
  }

  /** Why a metric has no value on a part of the samples. */
  private static String noValue(Metric metric, Cut cut) {
    String where = cut.name().isEmpty() ? "these samples" : cut.name();
    return switch (metric) {
      case QUALITY_AUC ->
          "AUC needs scores, and samples of the class as well as others: "
              + where
              + " have not both.";
      case QUALITY_PRECISION -> "Precision has no value: the model never answered " + where + ".";
      default ->
          metric.key()
              + " has no value on "
              + where
              + ": no such labelled samples, or no answers that fit the metric.";
    };
  }

  /**
   * Answers for a candidate whose answers have no value: one that gave up a class, so that its
   * precision has none, has failed; anything else says nothing.
   */
  static Finding withoutValue(Question question, Cut cut, Labels labels) {
    boolean gaveUp = question.metric() == Metric.QUALITY_PRECISION && cut.own(labels).size() > 0;
    Outcome outcome = gaveUp ? Outcome.FAIL : Outcome.INVALID;
    String reason = noValue(question.metric(), cut);
    return question.answer(outcome, Optional.empty(), Optional.empty(), 0, reason);
  }

  Judged judge(Predictions now, Predictions before) {
    Optional<Score> ours = QualityScore.of(question.metric(), labels, now, cut);
    Optional<Score> theirs = QualityScore.of(question.metric(), labels, before, cut);
    if (ours.isEmpty() && theirs.isPresent()) {
      return Judged.alone(withoutValue(question, cut, labels));
    }
    if (ours.isEmpty() || theirs.isEmpty()) {
      return Judged.alone(question.invalid(noValue(question.metric(), cut)));
    }
    return QualityScore.isPairedMean(question.metric(), cut)
        ? paired((Predictions.Scores) now, (Predictions.Scores) before, theirs.get())
        : resampled(now, before, ours.get(), theirs.get());
  }

  private Judged paired(Predictions.Scores now, Predictions.Scores before, Score theirs) {
    Flips flips = Flips.between((Labels.Classes) labels, before, now, cut.own(labels));
    PairedAnswers answers =
        new PairedAnswers(flips.rightToWrong(), flips.wrongToRight(), flips.n());
    double unit = margins.scale() == Loss.Scale.POINTS ? 1 : theirs.value();
    if (unit == 0) {
      return Judged.alone(
          question.invalid(baseline() + " is never right here; state the loss in pp instead."));
    }
    double lower = answers.bonettPrice(1 - RISK).lower() / unit;
    double upper = answers.tango(LEVEL).upper() / unit;
    double risk = answers.riskOfLossAbove(margins.failAbove() * unit);
    Outcome outcome = margins.judge(lower, upper);
    if (outcome == Outcome.FAIL && risk > RISK) {
      outcome = upper < margins.passBelow() ? Outcome.PASS : Outcome.INCONCLUSIVE;
    }
    double estimate = answers.loss() / unit;
    String found =
        found(estimate, lower, upper)
            + ": "
            + flips.rightToWrong()
            + " right → wrong, "
            + flips.wrongToRight()
            + " wrong → right of "
            + flips.n();
    String remedy = outcome == Outcome.INCONCLUSIVE ? " " + remedy(answers, unit) : "";
    return judged(outcome, lower, upper, estimate, flips.n(), risk, found, remedy);
  }

  private String remedy(PairedAnswers answers, double unit) {
    double cancelling =
        2.0 * Math.min(answers.rightToWrong(), answers.wrongToRight()) / answers.n();
    double loss = Math.min(0.99, (margins.passBelow() - Math.max(0, margins.failAbove())) * unit);
    if (!(loss > 0)) {
      return "The loss is too near to the limit to decide; more labelled samples narrow it.";
    }
    double churn = Math.min(1 - loss, Math.max(USUAL_CHURN, cancelling));
    long needed = SampleSizes.pairedLoss(loss, churn, RISK, POWER);
    if (needed > answers.n()) {
      return "Too few samples: it needs "
          + (needed - answers.n())
          + " more labelled samples"
          + (cut.name().isEmpty() ? "" : " of " + cut.name())
          + ".";
    }
    return "The loss lies between what is allowed and what must be caught: look at the samples"
        + " that went from right to wrong, or move the limits.";
  }

  private Judged resampled(Predictions now, Predictions before, Score ours, Score theirs) {
    ScoreResampling resampling = new ScoreResampling(question, cut, labels);
    double estimate = resampling.loss(ours.value(), theirs.value(), margins.scale());
    if (!Double.isFinite(estimate)) {
      return Judged.alone(
          question.invalid(
              question.metric().key()
                  + " is "
                  + theirs.value()
                  + " for "
                  + baseline()
                  + " and "
                  + ours.value()
                  + " for "
                  + question.arm()
                  + ": no loss follows from that."));
    }
    Bounds bounds = resampling.lossBounds(now, before, margins.scale(), LEVEL);
    Outcome outcome = margins.judge(bounds.lower(), bounds.upper());
    double risk = 1;
    if (outcome == Outcome.FAIL) {
      risk = margins.gain() ? 1 - LEVEL : resampling.riskOfLoss(now, before, margins.scale());
      boolean agreed = margins.gain() || risk <= RISK;
      outcome = agreed ? Outcome.FAIL : Outcome.INCONCLUSIVE;
    }
    String remedy = "";
    if (outcome == Outcome.INCONCLUSIVE) {
      double room = Math.max(1e-9, margins.passBelow() - Math.max(estimate, margins.failAbove()));
      double narrower = Math.max(2, Math.pow((bounds.upper() - estimate) / room, 2));
      long more = (long) Math.min(1e9, Math.ceil((narrower - 1) * ours.n()));
      remedy = " It needs about " + more + " more labelled samples.";
    }
    return judged(
        outcome,
        bounds.lower(),
        bounds.upper(),
        estimate,
        ours.n(),
        risk,
        found(estimate, bounds.lower(), bounds.upper()) + " (" + ours.n() + " samples)",
        remedy);
  }

  private String found(double estimate, double lower, double upper) {
    String on = cut.name().isEmpty() ? "" : " on " + cut.name();
    return question.metric().key()
        + on
        + " is "
        + margins.change(estimate)
        + " than that of "
        + baseline()
        + ", "
        + margins.between(lower, upper);
  }

  private Judged judged(
      Outcome outcome,
      double lower,
      double upper,
      double estimate,
      long n,
      double risk,
      String found,
      String remedy) {
    String start = outcome == Outcome.FAIL && margins.gain() ? "Compression did not pay: " : "";
    String reason = start + found + "; " + margins.inWords() + "." + remedy;
    Interval interval = new Interval(Math.min(lower, upper), upper, LEVEL);
    String family = question.arm() + '\n' + question.requirement();
    Finding finding = question.answer(outcome, interval, estimate, n, reason);
    return new Judged(finding, margins.gain() ? "" : family, OptionalDouble.of(risk));
  }

  private String baseline() {
    return question.name(margins.baseline());
  }
}
