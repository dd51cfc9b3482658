package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.quality.Confusion;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Golden samples: those that must never get worse, whatever the statistics say. One that the
 * reference or the deployed model answers rightly and a candidate does not breaks the demand that
 * there are none; one that no baseline answers rightly cannot get worse.
 */
final class Golden {

  /** A list longer than this helps nobody; the tables of the result have them all. */
  private static final int SHOWN = 20;

  private final RunResult run;
  private final List<Integer> samples;

  Golden(RunResult run) {
    this.run = run;
    this.samples = run.samples().map(s -> s.marks().golden()).orElse(List.of());
  }

  /** The requirements, and the one that golden samples bring with them if none states it. */
  List<Requirement> demandedBeside(List<Requirement> stated) {
    boolean demanded = stated.stream().anyMatch(r -> r.metric() == Metric.QUALITY_GOLDEN);
    if (samples.isEmpty() || demanded) {
      return stated;
    }
    Rule none = new Rule.AtMost(new Quantity(0, Metric.QUALITY_GOLDEN.unit()));
    Location everywhere = new Location(run.scenarioName(), 1, 1);
    Requirement implied =
        new Requirement(
            Metric.QUALITY_GOLDEN, none, Optional.empty(), Optional.empty(), everywhere);
    return Stream.concat(stated.stream(), Stream.of(implied)).toList();
  }

  /** The golden samples that an arm answers wrongly and a baseline rightly. */
  Optional<List<Integer>> lost(String arm) {
    Optional<int[]> own = answers(arm);
    List<int[]> baselines =
        Stream.of(Arm.REFERENCE, Arm.DEPLOYED)
            .filter(baseline -> !baseline.equals(arm))
            .flatMap(baseline -> answers(baseline).stream())
            .toList();
    if (samples.isEmpty() || own.isEmpty() || baselines.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> lost = new ArrayList<>();
    for (int sample : samples) {
      boolean wasRight = baselines.stream().anyMatch(b -> b[sample] == label(sample));
      if (wasRight && own.get()[sample] != label(sample)) {
        lost.add(sample);
      }
    }
    return Optional.of(lost);
  }

  /** Judges the demand that at most so many golden samples got worse. */
  Finding judge(Question question, Rule rule) {
    if (!(rule instanceof Rule.AtMost most)) {
      return question.invalid("Golden samples are counted; state \"at-most\".");
    }
    if (samples.isEmpty()) {
      return question.invalid("The evaluation data has no golden samples.");
    }
    Optional<List<Integer>> lost = lost(question.arm());
    if (lost.isEmpty()) {
      return question.unmeasured("No answers to compare golden samples with were recorded.");
    }
    double count = lost.get().size();
    Outcome outcome = count > most.limit().value() ? Outcome.FAIL : Outcome.PASS;
    return question.answer(
        outcome,
        Optional.empty(),
        Optional.of(count),
        samples.size(),
        reason(question, lost.get()));
  }

  private String reason(Question question, List<Integer> lost) {
    if (lost.isEmpty()) {
      return "None of the " + samples.size() + " golden samples got worse.";
    }
    String named =
        lost.stream()
            .limit(SHOWN)
            .map(i -> named(question.arm(), i))
            .collect(Collectors.joining("; "));
    String more = lost.size() > SHOWN ? "; and " + (lost.size() - SHOWN) + " more" : "";
    return lost.size()
        + " of "
        + samples.size()
        + " golden samples are right in a baseline and wrong in "
        + question.arm()
        + ": "
        + named
        + more
        + ".";
  }

  private String named(String arm, int sample) {
    int answer = answers(arm).orElseThrow()[sample];
    List<String> names = labels().orElseThrow().names();
    String answered =
        answer >= 0 && answer < names.size() ? names.get(answer) : "no class of the data";
    return "sample " + sample + " (" + names.get(label(sample)) + ", answered " + answered + ")";
  }

  private int label(int sample) {
    return labels().orElseThrow().at(sample);
  }

  private Optional<Labels.Classes> labels() {
    return run.samples()
        .flatMap(EvaluationSamples::labels)
        .flatMap(l -> l instanceof Labels.Classes c ? Optional.of(c) : Optional.empty());
  }

  private Optional<int[]> answers(String arm) {
    Optional<Labels.Classes> labels = labels();
    if (labels.isPresent()
        && run.predictions().get(arm) instanceof Predictions.Scores scores
        && scores.classes() >= labels.get().names().size()) {
      return Optional.of(Confusion.answers(labels.get(), scores));
    }
    return Optional.empty();
  }
}
