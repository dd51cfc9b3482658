package dev.touchstone.baselines;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what a run observed by what was demanded.
 *
 * <p>Every requirement is asked of every candidate, and of every part of the samples if it says
 * {@code for-each}. A limit on the value itself goes to the budget, a comparison of speed or memory
 * to the fork pairs, a comparison of quality to the samples that both arms answered; sizes are
 * known exactly. Claims that were made together are held to a common risk of 1 %. The verdict is
 * the worst finding, or INVALID if the conditions were not met or the reference did not work.
 */
public final class Gate {

  private final Evidence evidence;

  private Gate(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * Judges a run. Judging again gives the same verdict: whatever is random is seeded by the run.
   */
  public static Verdict judge(List<Requirement> requirements, RunResult run) {
    Evidence evidence = Evidence.of(run);
    Gate gate = new Gate(evidence);
    List<Judged> judged = new ArrayList<>();
    for (Requirement requirement : new Golden(run).demandedBeside(requirements)) {
      for (String candidate : candidates(run)) {
        judged.addAll(gate.judge(new Question(evidence, requirement, candidate, "")));
      }
    }
    List<Finding> findings = ContendedBudgets.doubt(Families.settle(judged), run);
    Outcome outcome = gate.overall(findings);
    List<String> notes = new ArrayList<>(Notes.of(requirements, evidence));
    Families.note(judged).ifPresent(notes::add);
    return new Verdict(outcome, findings, evidence.measurements(), notes, run);
  }

  /** The candidates that there are, and those that could not even be made. */
  private static Set<String> candidates(RunResult run) {
    Set<String> others = new LinkedHashSet<>(List.of(Arm.REFERENCE, Arm.DEPLOYED));
    Set<String> candidates = new LinkedHashSet<>();
    for (Arm arm : run.arms()) {
      (arm.role() == ArmRole.CANDIDATE ? candidates : others).add(arm.name());
    }
    run.faults().stream()
        .filter(fault -> fault.kind() == Fault.Kind.COMPRESSION_FAILED)
        .map(Fault::arm)
        .filter(arm -> !others.contains(arm))
        .forEach(candidates::add);
    return candidates;
  }

  private Outcome overall(List<Finding> findings) {
    boolean referenceWorks =
        evidence.faults().fatal(evidence.armName(Baseline.REFERENCE)).isEmpty();
    if (!referenceWorks || !evidence.run().environment().violations().isEmpty()) {
      return Outcome.INVALID;
    }
    return findings.stream()
        .map(Finding::outcome)
        .max(Comparator.naturalOrder())
        .orElse(Outcome.PASS);
  }

  private List<Judged> judge(Question question) {
    Rule rule = question.requirement().rule();
    if (baseline(rule).isPresent() && isAbsent(baseline(rule).get())) {
      return List.of(); // told in a note: there is nothing to compare with yet
    }
    Optional<Fault> candidateFault = evidence.faults().fatal(question.arm());
    if (candidateFault.isPresent()) {
      String reason = Faults.describe(candidateFault.get()) + ".";
      return List.of(
          Judged.alone(
              question.answer(Outcome.FAIL, Optional.empty(), Optional.empty(), 0, reason)));
    }
    Optional<Fault> gap = evidence.faults().calibrationGap(question.arm());
    if (gap.isPresent()) {
      return List.of(Judged.alone(question.invalid(Faults.describe(gap.get()) + ".")));
    }
    Optional<Fault> baselineFault =
        baseline(rule).flatMap(b -> evidence.faults().fatal(evidence.armName(b)));
    if (baselineFault.isPresent()) {
      return List.of(
          Judged.alone(
              question.invalid(
                  "There is nothing to compare with: "
                      + Faults.describe(baselineFault.get())
                      + ".")));
    }
    return question.metric().isQuality() ? quality(question) : List.of(performance(question, rule));
  }

  private static Optional<Baseline> baseline(Rule rule) {
    if (rule instanceof Rule.Against against) {
      return Optional.of(against.baseline());
    }
    return rule instanceof Rule.GainAtLeast gain ? Optional.of(gain.baseline()) : Optional.empty();
  }

  private boolean isAbsent(Baseline baseline) {
    return baseline == Baseline.DEPLOYED
        && evidence.arm(baseline).isEmpty()
        && evidence.faults().any(Arm.DEPLOYED).isEmpty();
  }

  private Judged performance(Question question, Rule rule) {
    if (question.metric() == Metric.ENERGY) {
      return new EnergyJudge(question).judge();
    }
    Optional<String> notDropped = ColdStart.whyNotDropped(evidence.run().environment());
    if (question.metric().isColdStart() && notDropped.isPresent()) {
      return Judged.alone(
          question.invalid(
              "The page cache was to be dropped before each start, but was "
                  + notDropped.get()
                  + "."));
    }
    if (rule instanceof Rule.AtMost most) {
      return new BudgetJudge(question, most.limit(), true).judge();
    }
    if (rule instanceof Rule.AtLeast least) {
      return new BudgetJudge(question, least.limit(), false).judge();
    }
    Margins margins = Margins.of(rule);
    return switch (question.metric()) {
      case SIZE -> Judged.alone(size(question, margins));
      default -> new PerformanceJudge(question, margins).judge();
    };
  }

  private static Finding size(Question question, Margins margins) {
    String other = question.name(margins.baseline());
    Optional<Measurement> ours = question.value(question.arm());
    Optional<Measurement> theirs = question.value(other);
    if (ours.isEmpty() || theirs.isEmpty() || theirs.get().value().value() <= 0) {
      return question.invalid("The size of " + question.arm() + " or " + other + " is not known.");
    }
    double loss = ours.get().value().value() / theirs.get().value().value() - 1;
    Outcome outcome = margins.judgeExactly(loss);
    String direction = loss > 0 ? " larger than " : " smaller than ";
    String reason =
        ours.get().value()
            + " is "
            + margins.percent(Math.abs(loss))
            + direction
            + theirs.get().value()
            + " of "
            + other
            + "; "
            + margins.inWords()
            + ".";
    if (margins.gain() && outcome == Outcome.FAIL) {
      reason = "Compression did not pay: " + reason;
    }
    return question.answer(outcome, Optional.empty(), Optional.of(loss), 1, reason);
  }

  private List<Judged> quality(Question question) {
    Optional<EvaluationSamples> samples = evidence.run().samples();
    Predictions answers = evidence.run().predictions().get(question.arm());
    if (samples.isEmpty() || answers == null) {
      return List.of(Judged.alone(question.unmeasured("No answers were recorded.")));
    }
    List<Cut> cuts =
        question
            .requirement()
            .forEach()
            .map(column -> Cut.by(column, samples.get()))
            .orElseGet(() -> List.of(Cut.whole(samples.get())));
    if (cuts.isEmpty()) {
      return List.of(
          Judged.alone(
              question.invalid(
                  "The data has no column \""
                      + question.requirement().forEach().orElse("")
                      + "\" to slice by.")));
    }
    return new SliceRollup(
            samples.get(), cut -> quality(question.on(cut), cut, samples.get(), answers))
        .judge(cuts);
  }

  private QualityClaim quality(
      Question question, Cut cut, EvaluationSamples samples, Predictions answers) {
    Rule rule = question.requirement().rule();
    if (question.metric() == Metric.QUALITY_FLIPS) {
      return QualityClaim.of(flips(question, rule));
    }
    if (question.metric() == Metric.QUALITY_GOLDEN) {
      return QualityClaim.of(new Golden(evidence.run()).judge(question, rule));
    }
    if (samples.labels().isEmpty()) {
      return QualityClaim.of(question.invalid("The evaluation data has no labels."));
    }
    Labels labels = samples.labels().get();
    if (rule instanceof Rule.AtMost most) {
      return QualityClaim.of(
          new BudgetJudge(question, most.limit(), true).judge(cut, labels, answers));
    }
    if (rule instanceof Rule.AtLeast least) {
      return QualityClaim.of(
          new BudgetJudge(question, least.limit(), false).judge(cut, labels, answers));
    }
    Margins margins = Margins.of(rule);
    Predictions other = evidence.run().predictions().get(question.name(margins.baseline()));
    if (other == null) {
      return QualityClaim.of(
          question.invalid(
              "No answers of " + question.name(margins.baseline()) + " were recorded."));
    }
    return new QualityJudge(question, margins, cut, labels).judge(answers, other);
  }

  private static Finding flips(Question question, Rule rule) {
    if (rule instanceof Rule.AtMost most) {
      return new BudgetJudge(question, most.limit(), true).judgeCount();
    }
    return question.invalid(
        "Changed answers are counted against the reference; state \"at-most\".");
  }
}
