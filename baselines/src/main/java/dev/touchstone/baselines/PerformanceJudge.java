package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges speed, memory and cold start against another arm that was measured side by side: the lower
 * bound of the loss at risk 0.001 must be above what is allowed to fail, the upper bound at risk
 * 0.01 below what must be caught to pass.
 */
final class PerformanceJudge {

  /** The claims about performance in one run are made together. */
  static final String FAMILY = "performance";

  private static final int PLANNED_PAIRS = 20;
  private static final double MOST_INVALID_PAIRS = 0.1;

  /** CPU time beyond wall time by more than clock error means that several threads were at work. */
  private static final double ONE_THREAD = 1.02;

  private final Question question;
  private final Margins margins;
  private final Comparer comparer;

  PerformanceJudge(Question question, Margins margins) {
    this.question = question;
    this.margins = margins;
    this.comparer = new Comparer(question.run());
  }

  Judged judge() {
    Optional<String> mismatch = loadMismatch();
    if (mismatch.isPresent()) {
      return Judged.alone(question.invalid(mismatch.get()));
    }
    Optional<String> loss = lostPairs();
    if (loss.isPresent()) {
      return Judged.alone(question.unmeasured(loss.get()));
    }
    Optional<Comparison> wall = compare(TimeDomain.WALL);
    if (wall.isEmpty()) {
      return Judged.alone(question.unmeasured(nothingToCompare()));
    }
    if (wall.get().n() < HodgesLehmann.fewest(Comparison.FALSE_ALARM)) {
      return Judged.alone(tooFew(wall.get()));
    }
    Outcome outcome = outcome(wall.get());
    if (outcome == Outcome.INCONCLUSIVE && isTime() && isSingleThreaded()) {
      Optional<Comparison> cpu = compare(TimeDomain.CPU).filter(c -> agrees(c, wall.get()));
      if (cpu.isPresent() && outcome(cpu.get()) != Outcome.INCONCLUSIVE) {
        return judged(cpu.get(), outcome(cpu.get()), " " + whyCpu(wall.get()));
      }
    }
    return judged(wall.get(), outcome, "");
  }

  private Optional<String> loadMismatch() {
    String measured = new LoadPattern.SingleStream().key();
    if (isTime() && !question.requirement().load().orElse(measured).equals(measured)) {
      return Optional.of(
          "Arms are compared side by side under "
              + measured
              + " only; state a limit of its own for "
              + question.load()
              + ".");
    }
    return Optional.empty();
  }

  /** Why the pairs that are left say nothing, if so many were lost. */
  private Optional<String> lostPairs() {
    Optional<Campaign> campaign = comparer.campaign(question.arm());
    if (isColdStart() || campaign.isEmpty()) {
      return Optional.empty();
    }
    int invalid = campaign.get().invalidPairs();
    int all = campaign.get().pairs().size() + invalid;
    return invalid > MOST_INVALID_PAIRS * all
        ? Optional.of(
            invalid
                + " of "
                + all
                + " fork pairs had to be thrown away, at most a tenth may be; quiet the machine"
                + " and run again.")
        : Optional.empty();
  }

  private String nothingToCompare() {
    return question.metric().key()
        + " was not measured side by side with "
        + baseline()
        + (isColdStart() ? ": too few cold starts." : ": too few fork pairs or iterations.");
  }

  private Finding tooFew(Comparison comparison) {
    String things = isColdStart() ? "pairs of cold starts" : "fork pairs";
    return question.answer(
        Outcome.INCONCLUSIVE,
        comparison.interval(),
        comparison.estimate(),
        comparison.n(),
        subject(comparison)
            + ", but "
            + comparison.n()
            + " "
            + things
            + " decide nothing; it needs "
            + PLANNED_PAIRS
            + ".");
  }

  private Judged judged(Comparison comparison, Outcome outcome, String addition) {
    Interval loss = comparison.interval();
    String found =
        subject(comparison)
            + ", "
            + margins.between(loss.lower(), loss.upper())
            + " ("
            + comparison.n()
            + (isColdStart() ? " pairs of starts" : " fork pairs")
            + clock(comparison)
            + ")";
    String reason =
        switch (outcome) {
          case PASS -> found + "; " + margins.inWords() + ".";
          case FAIL ->
              (margins.gain() ? "Compression did not pay: " : "")
                  + found
                  + "; "
                  + margins.inWords()
                  + ".";
          default -> found + "; " + margins.inWords() + ". " + remedy(comparison);
        };
    Finding finding =
        question.answer(outcome, loss, comparison.estimate(), comparison.n(), reason + addition);
    double risk = comparison.riskOfLossAbove(margins.failAbove());
    return new Judged(finding, FAMILY, OptionalDouble.of(risk));
  }

  private String subject(Comparison comparison) {
    return question.metric().key()
        + " is "
        + margins.change(comparison.estimate())
        + " than that of "
        + baseline();
  }

  private String clock(Comparison comparison) {
    return isTime() || isColdStart() ? ", " + comparison.domain() : "";
  }

  private String remedy(Comparison comparison) {
    double detectable = comparison.smallestDetectable(margins.failAbove());
    if (margins.gain()) {
      return "The gain is too near to what is demanded to decide at this noise; quiet the machine"
          + " and run again.";
    }
    return "At this noise a loss is found nine times in ten from "
        + margins.percent(detectable)
        + " on; quiet the machine and run again, or raise catch to that.";
  }

  private String whyCpu(Comparison wall) {
    Interval loss = wall.interval();
    return "Other processes made wall time undecided ("
        + margins.between(loss.lower(), loss.upper())
        + "); the workers have one thread, so CPU time decides.";
  }

  private Outcome outcome(Comparison comparison) {
    return margins.judge(comparison.interval().lower(), comparison.interval().upper());
  }

  private Optional<Comparison> compare(TimeDomain domain) {
    return comparer.compare(question.metric(), domain, question.arm(), baseline());
  }

  /** CPU time that tells another story than wall time has missed a wait, and decides nothing. */
  private static boolean agrees(Comparison cpu, Comparison wall) {
    return wall.interval().lower() <= cpu.estimate() && cpu.estimate() <= wall.interval().upper();
  }

  private boolean isSingleThreaded() {
    String threads = question.run().environment().facts().getOrDefault("profile.threads", "1");
    Optional<Campaign> campaign = comparer.campaign(question.arm());
    return threads.equals("1")
        && campaign.isPresent()
        && campaign.get().pairs().stream()
            .flatMap(pair -> pair.rounds().values().stream())
            .allMatch(
                blocks ->
                    blocks.stream().mapToDouble(Block::totalCpuNanos).sum()
                        <= ONE_THREAD * blocks.stream().mapToDouble(Block::totalWallNanos).sum());
  }

  private boolean isTime() {
    return question.metric() == Metric.THROUGHPUT || Latency.METRICS.contains(question.metric());
  }

  private boolean isColdStart() {
    return question.metric().isColdStart();
  }

  private String baseline() {
    return question.name(margins.baseline());
  }
}
