package dev.touchstone.baselines;

import dev.touchstone.baselines.Energy.Pair;
import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Rule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges energy by windows: a limit by the bounds of the arm's own windows, a comparison by the
 * windows of both arms that were measured next to each other. Like fork pairs, windows have fresh
 * workers, so that identical models are as likely to be the better as the worse one.
 */
final class EnergyJudge {

  private static final double LEVEL = Measurements.LEVEL;

  private final Question question;

  EnergyJudge(Question question) {
    this.question = question;
  }

  Judged judge() {
    Rule rule = question.requirement().rule();
    Optional<Energy> energy = Energy.of(question.run(), question.arm());
    if (energy.isEmpty()) {
      return absent(question.arm());
    }
    if (rule instanceof Rule.AtMost most) {
      return limit(energy.get(), most.limit(), true);
    }
    if (rule instanceof Rule.AtLeast least) {
      return limit(energy.get(), least.limit(), false);
    }
    Margins margins = Margins.of(rule);
    String baseline = question.name(margins.baseline());
    Optional<Energy> other = Energy.of(question.run(), baseline);
    return other.isEmpty() ? absent(baseline) : compare(energy.get(), other.get(), margins);
  }

  private Judged absent(String arm) {
    return Judged.alone(question.unmeasured(Energy.whyAbsent(question.run(), arm)));
  }

  private Judged limit(Energy energy, Quantity limit, boolean atMost) {
    Bounds bounds = energy.bounds(LEVEL);
    Outcome outcome = BudgetJudge.decide(bounds, limit.value(), atMost);
    String found =
        joules(energy.value())
            + " a sample, with 99 % confidence at least "
            + joules(bounds.lower())
            + " and at most "
            + joules(bounds.upper())
            + " ("
            + windows(energy, energy.n())
            + ")";
    String reason =
        BudgetJudge.reason(
            outcome,
            found,
            limit,
            () -> "Quiet the machine and run again, or state another limit.");
    Interval interval = new Interval(bounds.lower(), bounds.upper(), LEVEL);
    Finding finding = question.answer(outcome, interval, energy.value(), energy.n(), reason);
    return atMost
        ? new Judged(finding, OptionalDouble.of(energy.riskOfAbove(limit.value())))
        : Judged.alone(finding);
  }

  private Judged compare(Energy ours, Energy theirs, Margins margins) {
    List<Pair> pairs = ours.besides(theirs);
    long lost = pairs.stream().filter(pair -> !pair.isAboveRest()).count();
    if (lost > 0) {
      return Judged.alone(
          question.invalid(
              "In "
                  + lost
                  + " of "
                  + pairs.size()
                  + " rounds the load used no more than rest: the sensor ("
                  + ours.sensor()
                  + ") cannot tell the models apart. Use a load pattern that keeps the CPU busy,"
                  + " and quiet the machine."));
    }
    int fewest = HodgesLehmann.fewest(Comparison.FALSE_ALARM);
    if (pairs.size() < fewest) {
      return Judged.alone(
          question.invalid(
              "Only "
                  + pairs.size()
                  + " rounds of energy windows were undisturbed, a comparison needs "
                  + fewest
                  + "; cool the board, quiet the machine and run again."));
    }
    return judged(pairs, ours, margins);
  }

  private Judged judged(List<Pair> pairs, Energy ours, Margins margins) {
    String baseline = question.name(margins.baseline());
    Comparison comparison =
        new Comparison(
            Metric.ENERGY,
            TimeDomain.WALL,
            question.arm(),
            baseline,
            pairs.stream().map(Pair::logRatio).toList());
    Interval loss = comparison.interval();
    Outcome outcome = margins.judge(loss.lower(), loss.upper());
    String reason =
        (margins.gain() && outcome == Outcome.FAIL ? "Compression did not pay: " : "")
            + Metric.ENERGY.key()
            + " is "
            + margins.change(comparison.estimate())
            + " than that of "
            + baseline
            + ", "
            + margins.between(loss.lower(), loss.upper())
            + " ("
            + windows(ours, pairs.size())
            + "); "
            + margins.inWords()
            + "."
            + (outcome == Outcome.INCONCLUSIVE ? remedy(comparison, margins) : "");
    Finding finding = question.answer(outcome, loss, comparison.estimate(), comparison.n(), reason);
    double risk = comparison.riskOfLossAbove(margins.failAbove());
    return new Judged(finding, OptionalDouble.of(risk));
  }

  private static String remedy(Comparison comparison, Margins margins) {
    return margins.gain()
        ? " The gain is too near to what is demanded to decide at this noise; quiet the machine and"
            + " run again."
        : " At this noise a loss is found nine times in ten from "
            + margins.percent(
                comparison.smallestDetectable(margins.failAbove(), Comparison.FALSE_ALARM))
            + " on; quiet the machine and run again, or raise catch to that.";
  }

  private static String windows(Energy energy, int count) {
    return count + " windows of " + energy.load() + " on " + energy.sensor();
  }

  private static String joules(double value) {
    if (Double.isInfinite(value)) {
      return value < 0 ? "nothing" : "any amount";
    }
    return new Quantity(value, Metric.ENERGY.unit()).toString();
  }
}
