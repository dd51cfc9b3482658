package dev.touchstone.baselines;

import dev.touchstone.scenarios.LoadPattern;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges speed, memory and cold start against another arm that was measured side by side, by
 * replaying the looks over the replicates in the order in which they were made.
 */
final class PerformanceJudge {

  private static final double MOST_INVALID_PAIRS = 0.1;

  private final Question question;
  private final SideBySide sideBySide;
  private final PairedEvidence evidence;

  PerformanceJudge(Question question, Margins margins) {
    this.question = question;
    this.sideBySide =
        new SideBySide(
            question.requirement(), margins, question.arm(), question.name(margins.baseline()));
    this.evidence = PairedEvidence.of(question.run());
  }

  Judged judge() {
    if (sideBySide.isTime() && !sideBySide.isUnderMeasuredLoad()) {
      return Judged.alone(question.invalid(otherLoad()));
    }
    Optional<String> loss = lostPairs();
    if (loss.isPresent()) {
      return Judged.alone(question.unmeasured(loss.get()));
    }
    Optional<LogRatios> ratios = sideBySide.ratios(evidence);
    if (ratios.isEmpty()) {
      return Judged.alone(question.unmeasured(nothingToCompare()));
    }
    Decision decision = sideBySide.gate().decide(ratios.get());
    Judgment judgment = new Judgment(sideBySide, ratios.get(), decision);
    Finding finding =
        question.answer(
            judgment.outcome(),
            judgment.interval(),
            judgment.estimate(),
            judgment.n(),
            judgment.reason());
    return new Judged(finding, OptionalDouble.of(risk(decision)));
  }

  /** The risk of the claim of a FAIL; without a confirmed loss nothing is claimed. */
  private static double risk(Decision decision) {
    return decision instanceof Decision.Confirmed confirmed ? confirmed.risk() : 1;
  }

  private String otherLoad() {
    return "Arms are compared side by side under "
        + new LoadPattern.SingleStream().key()
        + " only; state a limit of its own for "
        + question.load()
        + ".";
  }

  /** Why the pairs that are left say nothing, if so many were lost. */
  private Optional<String> lostPairs() {
    Optional<Campaign> campaign = evidence.campaign(question.arm());
    if (sideBySide.isColdStart() || campaign.isEmpty()) {
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
        + sideBySide.baseline()
        + (sideBySide.isColdStart()
            ? ": too few cold starts."
            : ": too few fork pairs, or iterations in a pair.");
  }
}
