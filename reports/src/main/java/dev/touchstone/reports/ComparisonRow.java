package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One metric of two models.
 *
 * @param label the metric, indented if it is a part of the one above
 * @param ours the candidate's value
 * @param theirs the reference's value
 * @param ratio of the two
 * @param limit empty for a metric that is shown and not judged
 * @param group the findings; empty for a metric that is shown and not judged
 */
record ComparisonRow(
    String label,
    String ours,
    String theirs,
    String ratio,
    String limit,
    Optional<FindingGroup> group) {

  private static final List<Metric> PARTS =
      List.of(
          Metric.COLD_START_JVM,
          Metric.COLD_START_RUNTIME,
          Metric.COLD_START_SESSION,
          Metric.COLD_START_FIRST_INFERENCE);

  /** The rows of one candidate: what was judged, in its order, and what belongs to it. */
  static List<ComparisonRow> of(Verdict verdict, Arm candidate, List<FindingGroup> groups) {
    PairedValues paired = PairedValues.of(verdict.run(), candidate.name());
    Arm reference = verdict.run().arms().get(0);
    List<ComparisonRow> rows = new ArrayList<>();
    for (FindingGroup group : groups) {
      rows.add(judged(group, paired, reference.name()));
      if (group.requirement().metric() == Metric.COLD_START) {
        PARTS.forEach(part -> shown(verdict, candidate, reference, part).ifPresent(rows::add));
      }
    }
    shown(verdict, candidate, reference, Metric.QUALITY_FLIPS).ifPresent(rows::add);
    return rows;
  }

  private static ComparisonRow judged(FindingGroup group, PairedValues paired, String reference) {
    Finding first = group.findings().get(0);
    Metric metric = group.requirement().metric();
    return new ComparisonRow(
        metric.key(),
        value(paired.value(group.arm(), metric), metric, first.value()),
        value(paired.value(reference, metric), metric, first.baseline()),
        ComparisonWords.ratio(first),
        Wording.limit(group.requirement().rule()),
        Optional.of(group));
  }

  private static String value(OptionalDouble paired, Metric metric, Optional<Measurement> alone) {
    return paired.isPresent()
        ? Numbers.quantity(paired.getAsDouble(), metric.unit())
        : alone.map(Numbers::quantity).orElse(Wording.ABSENT);
  }

  private static Optional<ComparisonRow> shown(
      Verdict verdict, Arm candidate, Arm reference, Metric metric) {
    Optional<Measurement> ours = ArmTable.whole(verdict, candidate.name(), metric, "");
    Optional<Measurement> theirs = ArmTable.whole(verdict, reference.name(), metric, "");
    String ratio =
        ours.flatMap(o -> theirs.filter(t -> t.value().value() > 0).map(t -> ratio(o, t)))
            .orElse("");
    String part = metric.key().replaceFirst("^cold-start\\.", "  ");
    return ours.map(
        o ->
            new ComparisonRow(
                part,
                Numbers.quantity(o),
                theirs.map(Numbers::quantity).orElse(Wording.ABSENT),
                ratio,
                "",
                Optional.empty()));
  }

  private static String ratio(Measurement ours, Measurement theirs) {
    return ComparisonWords.factor(ours.value().value() / theirs.value().value());
  }
}
