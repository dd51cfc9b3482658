package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Selftest;
import dev.touchstone.baselines.SelftestRound;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.scenarios.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A self-test for a terminal: a line for each verdict as it comes, and what all of them say. */
public final class SelftestTable {

  private static final int EVIDENCE = 26;
  private static final int KIND = 9;

  private final double slowdown;
  private final Paint paint;

  /**
   * Starts a table.
   *
   * @param slowdown of the slowed rounds, as a fraction
   * @param color whether to emphasize with ANSI escape sequences
   */
  public SelftestTable(double slowdown, boolean color) {
    this.slowdown = slowdown;
    this.paint = color ? Paint.ANSI : Paint.NONE;
  }

  private String slowed() {
    return "+" + new Loss(slowdown, Loss.Scale.RELATIVE);
  }

  /** The titles of the columns. */
  public String header() {
    return paint.strong(
        "   #  "
            + Plain.left("truth", KIND)
            + "  "
            + Plain.right("loss found [interval]", EVIDENCE)
            + "  pairs   time  verdict");
  }

  /**
   * One verdict.
   *
   * @param number counted from 1
   */
  public String row(int number, SelftestRound round) {
    Finding finding = round.finding();
    String truth = round.kind() == SelftestRound.Kind.UNCHANGED ? "unchanged" : slowed();
    return String.format(
        Locale.ROOT,
        "%4d  %s  %s  %5d  %3d s  %s",
        number,
        Plain.left(truth, KIND),
        Plain.right(Wording.evidence(finding), EVIDENCE),
        round.pairs(),
        Math.round(round.took().toMillis() / 1e3),
        answer(round));
  }

  private String answer(SelftestRound round) {
    boolean unchanged = round.kind() == SelftestRound.Kind.UNCHANGED;
    String meaning =
        switch (round.outcome()) {
          case PASS -> unchanged ? "" : ", MISSED";
          case FAIL -> unchanged ? ", FALSE ALARM" : round.isFound() ? ", found" : ", broken";
          case INCONCLUSIVE -> ", undecided";
          case INVALID -> ", says nothing";
        };
    Outcome colored =
        round.isRight()
            ? Outcome.PASS
            : round.outcome() == Outcome.INCONCLUSIVE || round.outcome() == Outcome.INVALID
                ? round.outcome()
                : Outcome.FAIL;
    return paint.outcome(colored, Wording.mark(colored) + " " + round.outcome() + meaning);
  }

  /** What all verdicts say, as lines; the last is the answer. */
  public List<String> summary(Selftest selftest) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    selftest.falseAlarms().ifPresent(f -> lines.add(falseAlarms(f)));
    selftest.passed().ifPresent(f -> lines.add(item("passed", of(f, "unchanged"), "")));
    selftest.found().ifPresent(f -> lines.add(found(f)));
    if (selftest.invalid() > 0) {
      lines.add(
          item(
              "invalid",
              selftest.invalid() + " of " + selftest.rounds().size() + " verdicts",
              "the machine did not meet the conditions; they count neither way"));
    }
    selftest
        .smallestDetectable()
        .ifPresent(
            s -> lines.add(item("smallest change", percent(s), "found nine times in ten, median")));
    seconds(selftest).ifPresent(lines::add);
    lines.add("");
    lines.add(verdict(selftest));
    return lines;
  }

  private String falseAlarms(Proportion alarms) {
    return item(
        "false alarms",
        of(alarms, "unchanged"),
        "so at most "
            + percent(alarms.clopperPearson(0.95).upper())
            + " of verdicts (95 %), "
            + percent(alarms.clopperPearson(0.99).upper())
            + " (99 %)");
  }

  private String found(Proportion found) {
    return item(
        "found",
        of(found, "slowed by " + new Loss(slowdown, Loss.Scale.RELATIVE)),
        "so at least "
            + percent(found.clopperPearson(0.95).lower())
            + " of them (95 %), "
            + percent(found.clopperPearson(0.99).lower())
            + " (99 %)");
  }

  private static Optional<String> seconds(Selftest selftest) {
    OptionalDouble median = selftest.medianSeconds();
    OptionalDouble most = selftest.mostSeconds();
    return median.isPresent() && most.isPresent()
        ? Optional.of(
            item(
                "time to a verdict",
                String.format(Locale.ROOT, "%.0f s", median.getAsDouble()),
                String.format(Locale.ROOT, "median; at most %.0f s", most.getAsDouble())))
        : Optional.empty();
  }

  private static String item(String name, String value, String remark) {
    return ("  " + Plain.left(name, 20) + Plain.left(value, 24) + remark).stripTrailing();
  }

  private static String of(Proportion share, String what) {
    return share.successes() + " of " + share.trials() + " " + what;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, fraction < 0.0995 ? "%.2f %%" : "%.1f %%", fraction * 100);
  }

  private String verdict(Selftest selftest) {
    String loss = new Loss(slowdown, Loss.Scale.RELATIVE).toString();
    Outcome outcome = selftest.outcome();
    String counts =
        selftest
                .falseAlarms()
                .map(
                    f ->
                        Wording.count(f.successes(), "false alarm", "false alarms")
                            + " in "
                            + f.trials())
                .orElse("no unchanged model judged")
            + ", "
            + selftest
                .found()
                .map(f -> of(f, "slowdowns of " + loss + " found"))
                .orElse("no slowed model judged");
    String sentence =
        switch (outcome) {
          case PASS -> "The instrument holds its word on this machine: ";
          case FAIL -> "The instrument does not hold its word on this machine: ";
          default -> "Too little could be measured on this machine to say: ";
        };
    return paint.outcome(outcome, Wording.mark(outcome) + " " + outcome)
        + "  "
        + sentence
        + counts
        + remedy(selftest)
        + ".";
  }

  private static String remedy(Selftest selftest) {
    if (selftest.falseAlarms().filter(f -> f.successes() > 0).isPresent()) {
      return "; false alarms are to be rarer than that: please report the runs that were kept";
    }
    return selftest.isPowerKept()
        ? ""
        : "; quiet the machine, or gate at a larger loss (try --slowdown 5%)";
  }
}
