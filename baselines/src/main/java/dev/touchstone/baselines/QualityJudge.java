package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Normal;
import dev.touchstone.baselines.statistics.PairedAnswers;
import dev.touchstone.baselines.statistics.PairedDesign;
import dev.touchstone.baselines.statistics.Proportion;
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
 * what must be caught. Other metrics, and samples that come in clusters: a paired permutation and a
 * bootstrap take their places. Neither, and fewer samples than it takes to find the loss that must
 * be caught: the answer is that samples are missing, and how many.
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

  QualityClaim judge(Predictions now, Predictions before) {
    Optional<Score> ours = QualityScore.of(question.metric(), labels, now, cut);
    Optional<Score> theirs = QualityScore.of(question.metric(), labels, before, cut);
    if (ours.isEmpty() && theirs.isPresent()) {
      return QualityClaim.of(withoutValue(question, cut, labels));
    }
    if (ours.isEmpty() || theirs.isEmpty()) {
      return QualityClaim.of(question.invalid(noValue(question.metric(), cut)));
    }
    boolean paired =
        QualityScore.isPairedMean(question.metric(), cut) && !cut.units().areClusters();
    return paired
        ? paired((Predictions.Scores) now, (Predictions.Scores) before, theirs.get())
        : resampled(now, before, ours.get(), theirs.get());
  }

  private QualityClaim paired(Predictions.Scores now, Predictions.Scores before, Score theirs) {
    Flips flips = Flips.between((Labels.Classes) labels, before, now, cut.own(labels));
    PairedAnswers answers =
        new PairedAnswers(flips.rightToWrong(), flips.wrongToRight(), flips.n());
    double unit = margins.scale() == Loss.Scale.POINTS ? 1 : theirs.value();
    if (unit == 0) {
      return QualityClaim.of(
          question.invalid(baseline() + " is never right here; state the loss in pp instead."));
    }
    double lower = answers.bonettPrice(1 - RISK).lower() / unit;
    double upper = answers.tango(LEVEL).upper() / unit;
    double risk = answers.riskOfLossAbove(margins.failAbove() * unit);
    Outcome outcome = margins.judge(lower, upper);
    if (outcome == Outcome.FAIL && risk > RISK) {
      outcome = upper < margins.passBelow() ? Outcome.PASS : Outcome.INCONCLUSIVE;
    }
    Bounds bounds = new Bounds(Math.min(lower, upper), upper);
    Measured measured = new Measured(bounds, answers.loss() / unit, flips.n(), flipsInWords(flips));
    return claim(outcome, measured, risk, needed(answers, unit, measured));
  }

  /** How many samples find the loss that must be caught, at the churn that was seen. */
  private long needed(PairedAnswers answers, double unit, Measured measured) {
    double allowed = Math.max(0, margins.failAbove() * unit);
    double caught = margins.passBelow() * unit;
    if (margins.gain() || !(caught > allowed && caught < 1)) {
      return neededByNoise(measured);
    }
    return new PairedDesign(allowed, caught, Math.min(1 - caught, churn(answers)))
        .samples(RISK, POWER);
  }

  private static double churn(PairedAnswers answers) {
    double cancelling =
        2.0 * Math.min(answers.rightToWrong(), answers.wrongToRight()) / answers.n();
    return Math.max(USUAL_CHURN, cancelling);
  }

  /**
   * How many units find the loss that must be caught if their noise stays what it is, by the normal
   * approximation: the standard error must be {@code room / (z_risk + z_power)}.
   */
  private long neededByNoise(Measured measured) {
    double room =
        margins.gain()
            ? Math.abs(margins.passBelow() - measured.estimate())
            : margins.passBelow() - margins.failAbove();
    double error = (measured.bounds().upper() - measured.estimate()) / Normal.quantile(LEVEL);
    double wanted = room / (Normal.quantile(1 - RISK) + Normal.quantile(POWER));
    double needed = Math.ceil(measured.n() * Math.pow(error / wanted, 2));
    return needed < 1e9 ? (long) needed : Long.MAX_VALUE;
  }

  private QualityClaim resampled(Predictions now, Predictions before, Score ours, Score theirs) {
    ScoreResampling resampling = new ScoreResampling(question, cut, labels);
    double estimate = resampling.loss(ours.value(), theirs.value(), margins.scale());
    if (!Double.isFinite(estimate)) {
      return QualityClaim.of(
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
    ScoreResampling.PairedLoss loss = resampling.new PairedLoss(now, before, margins.scale());
    long n = cut.units().count(PreparedMetric.positions(question.metric(), labels, cut));
    Bounds drawn = loss.bounds(LEVEL);
    // So many units can say no more than they would if not one of them had changed.
    double upper = Math.max(drawn.upper(), estimate + new Proportion(0, n).wilson(LEVEL).upper());
    Bounds bounds = new Bounds(Math.min(drawn.lower(), upper), upper);
    Outcome outcome = margins.judge(bounds.lower(), bounds.upper());
    double risk = 1;
    if (outcome == Outcome.FAIL) {
      risk = loss.riskOfAbove(margins.failAbove());
      outcome = risk <= RISK ? Outcome.FAIL : Outcome.INCONCLUSIVE;
    }
    Measured measured = new Measured(bounds, estimate, n, evidence(now, before, n));
    return claim(outcome, measured, risk, neededByNoise(measured));
  }

  /** How many answers changed, and how many samples or clusters that rests on. */
  private String evidence(Predictions now, Predictions before, long n) {
    String flips = "";
    if (labels instanceof Labels.Classes classes
        && now instanceof Predictions.Scores after
        && before instanceof Predictions.Scores earlier
        && Math.min(after.classes(), earlier.classes()) >= classes.names().size()) {
      flips = flipsInWords(Flips.between(classes, earlier, after, cut.own(labels)));
    }
    if (!cut.units().areClusters()) {
      return flips.isEmpty() ? cut.units().inWords(n) : flips;
    }
    String clusters = cut.units().inWords(n) + ", which are what is counted";
    return flips.isEmpty() ? clusters : flips + ", in " + clusters;
  }

  private static String flipsInWords(Flips flips) {
    return flips.rightToWrong()
        + " right → wrong, "
        + flips.wrongToRight()
        + " wrong → right of "
        + flips.n();
  }

  /**
   * A loss as it was measured.
   *
   * @param n units that it rests on
   * @param evidence for people
   */
  private record Measured(Bounds bounds, double estimate, long n, String evidence) {}

  private QualityClaim claim(Outcome outcome, Measured measured, double risk, long needed) {
    boolean undecided = outcome == Outcome.INCONCLUSIVE;
    boolean insufficient = undecided && needed > measured.n() && needed < Long.MAX_VALUE;
    String start = outcome == Outcome.FAIL && margins.gain() ? "Compression did not pay: " : "";
    String end = "";
    if (insufficient) {
      start = shortage(needed - measured.n()) + " ";
    } else if (undecided) {
      end = margins.gain() ? TOO_NEAR : BETWEEN;
    }
    String reason = start + found(measured) + "; " + margins.inWords() + "." + end;
    Interval interval = new Interval(measured.bounds().lower(), measured.bounds().upper(), LEVEL);
    Finding finding = question.answer(outcome, interval, measured.estimate(), measured.n(), reason);
    Judged judged = new Judged(finding, OptionalDouble.of(risk));
    return new QualityClaim(
        judged, insufficient ? Optional.of(shortage(needed - measured.n())) : Optional.empty());
  }

  private static final String BETWEEN =
      " The loss lies between what is allowed and what must be caught: look at the samples that"
          + " went from right to wrong, or move the limits.";
  private static final String TOO_NEAR = " The gain is too near to what is demanded to decide.";

  private String shortage(long missing) {
    String things =
        cut.units().areClusters() ? " more clusters of labelled samples" : " more labelled samples";
    String where = cut.name().isEmpty() ? "" : " of " + cut.name();
    String goal =
        margins.gain()
            ? " to decide"
            : " to find a loss of " + new Loss(margins.passBelow(), margins.scale());
    return QualityClaim.INSUFFICIENT + "needs " + missing + things + where + goal + ".";
  }

  private String found(Measured measured) {
    String on = cut.name().isEmpty() ? "" : " on " + cut.name();
    return question.metric().key()
        + on
        + " is "
        + margins.change(measured.estimate())
        + " than that of "
        + baseline()
        + ", "
        + margins.between(measured.bounds().lower(), measured.bounds().upper())
        + ": "
        + measured.evidence();
  }

  private String baseline() {
    return question.name(margins.baseline());
  }
}
