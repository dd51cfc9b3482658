package dev.touchstone.reports;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Selftest;
import dev.touchstone.baselines.SelftestRound;
import dev.touchstone.baselines.SelftestRound.Kind;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Rule;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every verdict of a self-test as an interval of the loss: unchanged models on the left, slowed
 * ones on the right, against what is allowed and what must be caught. Right answers are dots, wrong
 * ones open rings.
 */
final class SelftestPicture {

  private static final int WIDTH = 860;
  private static final int LEFT = 64;
  private static final int RIGHT = 770;
  private static final int TOP = 36;
  private static final int BOTTOM = 300;
  private static final double LEAST_REACH = 0.01;

  private final Selftest selftest;
  private final List<SelftestRound> rounds;
  private final Axis up;
  private final Axis across;

  private SelftestPicture(Selftest selftest) {
    this.selftest = selftest;
    this.rounds = Stream.concat(of(selftest, Kind.UNCHANGED), of(selftest, Kind.SLOWED)).toList();
    double low = rounds.stream().mapToDouble(r -> estimate(r) - half(r)).min().orElse(0);
    double high = rounds.stream().mapToDouble(r -> estimate(r) + half(r)).max().orElse(0);
    this.up =
        new Axis(
            Math.min(low, -LEAST_REACH) - 0.002,
            Math.max(high, selftest.slowdown() + LEAST_REACH) + 0.002,
            BOTTOM,
            TOP,
            false);
    this.across = new Axis(-1, Math.max(1, rounds.size() + 1), LEFT, RIGHT, false);
  }

  /** Draws a self-test; a frame without marks if no verdict has an estimate. */
  static Svg of(Selftest selftest) {
    return new SelftestPicture(selftest).draw();
  }

  private static Stream<SelftestRound> of(Selftest selftest, Kind kind) {
    return selftest.rounds().stream()
        .filter(r -> r.kind() == kind && r.outcome() != Outcome.INVALID)
        .filter(r -> r.finding().estimate().isPresent());
  }

  private Svg draw() {
    String slowed = new Loss(selftest.slowdown(), Loss.Scale.RELATIVE).toString();
    Svg svg =
        new Svg(
            WIDTH,
            BOTTOM + 44,
            "Estimates and intervals of the loss, unchanged models and models slowed by " + slowed);
    for (double tick : up.ticks(6)) {
      svg.line(tick == 0 ? "zero" : "grid", LEFT, up.at(tick), RIGHT, up.at(tick));
      svg.text("soft end", LEFT - 8, up.at(tick) + 4, Numbers.signed(tick, Loss.Scale.RELATIVE));
    }
    limits(svg);
    long unchanged = rounds.stream().filter(r -> r.kind() == Kind.UNCHANGED).count();
    for (int i = 0; i < rounds.size(); i++) {
      mark(svg, rounds.get(i), column(i, unchanged));
    }
    caption(svg, "the same model twice", (unchanged - 1) / 2.0);
    caption(svg, "made slower by " + slowed, unchanged + (rounds.size() - unchanged) / 2.0 + 0.5);
    return svg;
  }

  /** Slowed models stand apart from unchanged ones by one empty column. */
  private double column(int index, long unchanged) {
    return across.at(index < unchanged ? index : index + 1);
  }

  private void caption(Svg svg, String text, double column) {
    svg.text("mid", across.at(Math.max(0, column)), BOTTOM + 24, text);
  }

  private void limits(Svg svg) {
    rounds.stream()
        .map(r -> r.finding().requirement().rule())
        .findFirst()
        .filter(Rule.Against.class::isInstance)
        .map(Rule.Against.class::cast)
        .ifPresent(
            rule -> {
              limit(svg, "allow", rule.allow());
              limit(svg, "catch", rule.catches());
            });
  }

  private void limit(Svg svg, String name, Loss loss) {
    double y = up.at(loss.size());
    svg.line(name, LEFT, y, RIGHT, y);
    svg.text("soft", RIGHT + 6, y + 4, name + " " + loss);
  }

  private void mark(Svg svg, SelftestRound round, double x) {
    round
        .finding()
        .loss()
        .ifPresent(loss -> svg.line("interval", x, up.at(loss.lower()), x, up.at(loss.upper())));
    double y = up.at(estimate(round));
    if (round.isRight()) {
      svg.circle("point", x, y, 4);
    } else {
      svg.circle("a4", x, y, 6);
      svg.text("mid", x, TOP - 8, Wording.mark(round.outcome()));
    }
  }

  private static double estimate(SelftestRound round) {
    return round.finding().estimate().orElse(0.0);
  }

  private static double half(SelftestRound round) {
    return round
        .finding()
        .loss()
        .filter(SelftestPicture::isBounded)
        .map(loss -> (loss.upper() - loss.lower()) / 2)
        .orElse(0.0);
  }

  private static boolean isBounded(Interval loss) {
    return Double.isFinite(loss.lower()) && Double.isFinite(loss.upper());
  }
}
