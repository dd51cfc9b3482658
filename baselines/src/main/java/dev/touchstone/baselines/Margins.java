package dev.touchstone.baselines;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Rule;
import java.util.Locale;

/**
 * What a relative rule makes of a loss, as fractions on the rule's scale.
 *
 * @param failAbove a loss that is surely above this fails
 * @param passBelow a loss that is surely below this passes; not below {@code failAbove}
 * @param gain whether the rule demands a gain, which is a negative loss
 */
record Margins(
    Baseline baseline, double failAbove, double passBelow, Loss.Scale scale, boolean gain) {

  static Margins of(Rule.Against rule) {
    return new Margins(
        rule.baseline(), rule.allow().size(), rule.catches().size(), rule.allow().scale(), false);
  }

  static Margins of(Rule.GainAtLeast rule) {
    double gain = rule.atLeast().size();
    return new Margins(rule.baseline(), -gain, -gain, rule.atLeast().scale(), true);
  }

  /** Of a relative rule. */
  static Margins of(Rule rule) {
    return rule instanceof Rule.Against against ? of(against) : of((Rule.GainAtLeast) rule);
  }

  /** The outcome for a loss whose bounds are known. */
  Outcome judge(double lower, double upper) {
    if (lower > failAbove) {
      return Outcome.FAIL;
    }
    return upper < passBelow ? Outcome.PASS : Outcome.INCONCLUSIVE;
  }

  /** The outcome for a loss that is known exactly; the margin itself still passes. */
  Outcome judgeExactly(double loss) {
    return loss > failAbove ? Outcome.FAIL : Outcome.PASS;
  }

  /** The limits, for people. */
  String inWords() {
    if (gain) {
      return "a gain of " + new Loss(-failAbove, scale) + " is demanded";
    }
    return new Loss(failAbove, scale)
        + " are allowed, "
        + new Loss(passBelow, scale)
        + " must be caught";
  }

  /** A loss, for people: {@code 3.02 % worse}. */
  String change(double loss) {
    return percent(Math.abs(loss)) + (loss < 0 ? " better" : " worse");
  }

  /** Bounds of a loss, for people. */
  String between(double lower, double upper) {
    return "between " + change(lower) + " and " + change(upper);
  }

  String percent(double fraction) {
    if (Double.isInfinite(fraction)) {
      return "any amount";
    }
    int decimals = Math.abs(fraction) >= 0.1 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", fraction * 100) + " " + scale.symbol();
  }
}
