package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Look;
import dev.touchstone.baselines.statistics.Looks;
import java.util.Arrays;
import java.util.List;

/** A decision about replicates, with the numbers and words that go with it. */
final class Judgment {

  private final SideBySide question;
  private final Margins margins;
  private final LogRatios ratios;
  private final Decision decision;
  private final TimeDomain clock;
  private final Look look;
  private final Comparison seen;

  Judgment(SideBySide question, LogRatios ratios, Decision decision) {
    this.question = question;
    this.margins = question.margins();
    this.ratios = ratios;
    this.decision = decision;
    this.look = look(question.looks(), ratios, decision);
    this.clock = clock(ratios, decision, look);
    this.seen = comparison(clock, 0, Math.min(look.n(), ratios.size()));
  }

  /** The look that decided, or the latest that could have, or the first. */
  private static Look look(Looks looks, LogRatios ratios, Decision decision) {
    if (decision instanceof Decision.AtLook at) {
      return looks.list().get(at.look());
    }
    return looks.list().stream()
        .filter(l -> l.n() <= ratios.size())
        .reduce((earlier, later) -> later)
        .orElse(looks.first());
  }

  /** The clock that decided, or that would have. */
  private static TimeDomain clock(LogRatios ratios, Decision decision, Look look) {
    if (decision instanceof Decision.AtLook at) {
      return at.clock();
    }
    boolean cpu =
        ratios.inBothClocks()
            && ratios.size() >= look.n()
            && SequentialGate.agree(look.n(), ratios);
    return cpu ? TimeDomain.CPU : TimeDomain.WALL;
  }

  private Comparison comparison(TimeDomain inClock, int from, int to) {
    List<Double> logs =
        Arrays.stream(ratios.in(inClock), from, to).filter(Double::isFinite).boxed().toList();
    return new Comparison(
        question.metric(), inClock, question.candidate(), question.baseline(), logs);
  }

  private Look ownLook(TimeDomain inClock) {
    return question.gate().looks(ratios, inClock).list().stream()
        .filter(l -> l.n() == look.n())
        .findFirst()
        .orElse(look);
  }

  Outcome outcome() {
    if (decision instanceof Decision.Passed) {
      return Outcome.PASS;
    }
    return decision instanceof Decision.Confirmed ? Outcome.FAIL : Outcome.INCONCLUSIVE;
  }

  /** As the look saw it; before the first look there are no bounds. */
  Interval interval() {
    return decision instanceof Decision.Open ? seen.interval() : seen.at(ownLook(clock));
  }

  double estimate() {
    return seen.estimate();
  }

  /** Replicates that the answer rests on. */
  long n() {
    return Math.min(decision.n(), ratios.size());
  }

  String reason() {
    return decision instanceof Decision.Open
        ? open()
        : found() + "; " + margins.inWords() + "." + sequel();
  }

  /** What follows from what was found. */
  private String sequel() {
    if (decision instanceof Decision.Passed) {
      return otherClock();
    }
    if (decision instanceof Decision.Confirmed) {
      return " Confirmed by " + fresh(": ") + otherClock();
    }
    if (decision instanceof Decision.NotReproduced) {
      return " This was not reproduced: "
          + fresh(" say ")
          + " Run again; what is real is seen again.";
    }
    return " " + (decision instanceof Decision.LossSeen ? unconfirmed() : remedy());
  }

  private String unconfirmed() {
    return "Of the "
        + Looks.CONFIRMATION
        + " fresh "
        + things()
        + " that must confirm it only "
        + (ratios.size() - look.n())
        + " were measured: run again.";
  }

  private String open() {
    return subject()
        + ", but "
        + ratios.size()
        + " "
        + things()
        + " decide nothing; the next look is at "
        + decision.n()
        + ".";
  }

  private String subject() {
    return question.metric().key()
        + " is "
        + margins.change(estimate())
        + " than that of "
        + question.baseline();
  }

  private String found() {
    String start = outcome() == Outcome.FAIL && margins.gain() ? "Compression did not pay: " : "";
    return start
        + subject()
        + ", "
        + margins.between(interval().lower(), interval().upper())
        + " ("
        + look.n()
        + " "
        + things()
        + inClock()
        + ")";
  }

  private String inClock() {
    return question.isTime() || question.isColdStart() ? ", " + clock : "";
  }

  private String things() {
    return question.isColdStart() ? "groups of cold starts" : "fork pairs";
  }

  /** What the replicates that followed the look say. */
  private String fresh(String verb) {
    Comparison after = comparison(clock, look.n(), look.n() + Looks.CONFIRMATION);
    double lower = after.lower(Looks.CONFIRMATION_RISK);
    return after.n()
        + " fresh "
        + things()
        + verb
        + margins.change(after.estimate())
        + ", "
        + (lower < 0 ? "at most " : "at least ")
        + margins.change(lower)
        + ".";
  }

  /** Why this clock and not the other, where there are two. */
  private String otherClock() {
    if (!ratios.inBothClocks()) {
      return "";
    }
    if (clock == TimeDomain.CPU) {
      Interval wall = comparison(TimeDomain.WALL, 0, look.n()).at(look);
      return " Wall time agrees, "
          + margins.between(wall.lower(), wall.upper())
          + "; CPU time is the steadier of the two.";
    }
    return SequentialGate.agree(look.n(), ratios)
        ? ""
        : " CPU time tells another story ("
            + margins.change(comparison(TimeDomain.CPU, 0, look.n()).estimate())
            + "): the arms do not wait alike, and wall time is what counts.";
  }

  private String remedy() {
    double alarm = ownLook(clock).falseAlarm();
    if (margins.gain()) {
      return "At this noise a gain is recognized from "
          + margins.percent(seen.smallestRecognizedGain(margins.passBelow(), alarm))
          + " on; quiet the machine and run again, or demand less.";
    }
    return "At this noise a loss is found nine times in ten from "
        + margins.percent(seen.smallestDetectable(margins.failAbove(), alarm))
        + " on; quiet the machine and run again, or raise catch to that.";
  }
}
