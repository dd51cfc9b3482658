package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The findings of one requirement for one candidate: one, or one for each slice.
 *
 * @param findings at least one, in the verdict's order
 */
record FindingGroup(Requirement requirement, String arm, List<Finding> findings) {

  FindingGroup {
    findings = List.copyOf(findings);
  }

  private record Key(Requirement requirement, String arm) {}

  /** Groups a verdict's findings by candidate, then by requirement, in the verdict's order. */
  static Map<String, List<FindingGroup>> byArm(Verdict verdict) {
    Map<Key, List<Finding>> grouped = new LinkedHashMap<>();
    for (Finding finding : verdict.findings()) {
      grouped
          .computeIfAbsent(new Key(finding.requirement(), finding.arm()), k -> new ArrayList<>())
          .add(finding);
    }
    Map<String, List<FindingGroup>> arms = new LinkedHashMap<>();
    grouped.forEach(
        (key, findings) ->
            arms.computeIfAbsent(key.arm(), a -> new ArrayList<>())
                .add(new FindingGroup(key.requirement(), key.arm(), findings)));
    return arms;
  }

  /** Whether it judges slices. */
  boolean isSliced() {
    return requirement.forEach().isPresent() && findings.size() > 1;
  }

  /** The findings that passed. */
  List<Finding> passed() {
    return findings.stream().filter(f -> f.outcome() == Outcome.PASS).toList();
  }

  /** The findings that did not pass. */
  List<Finding> open() {
    return findings.stream().filter(f -> f.outcome() != Outcome.PASS).toList();
  }

  /** The worst outcome. */
  Outcome outcome() {
    return findings.stream().map(Finding::outcome).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Of some findings of one requirement, the one whose interval reaches furthest to the worse. */
  static Finding worst(List<Finding> findings) {
    return findings.stream().max(Comparator.comparingDouble(FindingGroup::badness)).orElseThrow();
  }

  /** How far the interval of a finding reaches to the worse. */
  static double badness(Finding finding) {
    boolean least = finding.requirement().rule() instanceof Rule.AtLeast;
    return finding
        .loss()
        .map(i -> least ? -i.lower() : i.upper())
        .or(finding::estimate)
        .orElse(Double.NEGATIVE_INFINITY);
  }

  /** The slice's value without its column, such as {@code crack} for {@code class=crack}. */
  static String sliceName(Finding finding) {
    return Plain.line(finding.slice().substring(finding.slice().indexOf('=') + 1));
  }

  /** One sentence for the slices that passed. */
  String summary() {
    List<Finding> passed = passed();
    String of =
        Wording.subject(requirement)
            + ", each "
            + Plain.line(requirement.forEach().orElse("slice"))
            + ": "
            + passed.size()
            + " of "
            + findings.size()
            + " pass";
    if (passed.isEmpty()) {
      return of;
    }
    Finding worst = worst(passed);
    String kind = Wording.scale(requirement.rule()).isPresent() ? " loss " : " ";
    return of
        + ", worst "
        + (open().isEmpty() ? "" : "of them ")
        + sliceName(worst)
        + kind
        + Wording.evidence(worst);
  }
}
