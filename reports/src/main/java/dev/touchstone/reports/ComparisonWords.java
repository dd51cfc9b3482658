package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sentences about one candidate of a comparison.
 *
 * @param candidate its file
 * @param reference the file that it is compared with
 */
record ComparisonWords(String candidate, String reference) {

  /**
   * A factor with the decimals that it deserves, such as {@code 0.996}, {@code 2.31}, {@code 12.4}.
   */
  static String factor(double factor) {
    return factor(factor, decimals(factor));
  }

  private static String factor(double factor, int decimals) {
    return Double.isInfinite(factor)
        ? "∞"
        : String.format(Locale.ROOT, "%." + decimals + "f", factor);
  }

  private static int decimals(double factor) {
    return factor >= 100 || Double.isInfinite(factor) ? 0 : factor >= 10 ? 1 : factor >= 2 ? 2 : 3;
  }

  /**
   * The candidate's value over the reference's, such as {@code 0.451 [0.447, 0.455]}; the loss in
   * points for a share of the samples.
   */
  static String ratio(Finding finding) {
    boolean relative =
        Wording.scale(finding.requirement().rule())
            .filter(s -> s == dev.touchstone.scenarios.Loss.Scale.RELATIVE)
            .isPresent();
    if (!relative) {
      String loss = Wording.evidence(finding);
      return loss.equals(Wording.ABSENT) ? loss : "loss " + loss;
    }
    if (finding.estimate().isEmpty()) {
      return Wording.ABSENT;
    }
    boolean lowerIsBetter = finding.requirement().metric().direction() == Direction.LOWER_IS_BETTER;
    double estimate = finding.estimate().get();
    double ratio = lowerIsBetter ? 1 + estimate : 1 - estimate;
    int decimals = decimals(ratio);
    String range =
        finding
            .loss()
            .map(
                i ->
                    lowerIsBetter
                        ? range(1 + i.lower(), 1 + i.upper(), decimals)
                        : range(1 - i.upper(), 1 - i.lower(), decimals))
            .orElse("");
    return (factor(ratio, decimals) + " " + range).strip();
  }

  private static String range(double lower, double upper, int decimals) {
    return "[" + factor(Math.max(0, lower), decimals) + ", " + factor(upper, decimals) + "]";
  }

  /** How fast the candidate is, as surely as the run can tell. */
  String speed(Verdict verdict, String arm) {
    Optional<Finding> found =
        verdict.findings().stream()
            .filter(f -> f.arm().equals(arm) && f.requirement().metric() == Metric.LATENCY_P50)
            .findFirst();
    if (!verdict.run().environment().violations().isEmpty()
        || found.isEmpty()
        || found.get().loss().isEmpty()) {
      return "How fast " + candidate + " is against " + reference + " cannot be told.";
    }
    Interval loss = found.get().loss().get();
    double estimate = found.get().estimate().orElse(Double.NaN);
    if (loss.upper() < 0) {
      return candidate
          + " is "
          + factor(1 / (1 + estimate))
          + " times as fast as "
          + reference
          + between(1 / (1 + loss.upper()), 1 / (1 + loss.lower()))
          + ".";
    }
    if (loss.lower() > 0) {
      return candidate
          + " takes "
          + factor(1 + estimate)
          + " times as long as "
          + reference
          + between(1 + loss.lower(), 1 + loss.upper())
          + ".";
    }
    return noDifference(loss, found.get().outcome());
  }

  private static String between(double lower, double upper) {
    int decimals = Math.max(decimals(lower), decimals(upper));
    return " (between " + factor(lower, decimals) + " and " + factor(upper, decimals) + ")";
  }

  private String noDifference(Interval loss, Outcome outcome) {
    if (Double.isInfinite(loss.lower()) || Double.isInfinite(loss.upper())) {
      return "Too little was measured to tell how fast "
          + candidate
          + " is against "
          + reference
          + ".";
    }
    String range =
        "from "
            + percent(-loss.lower())
            + " faster to "
            + percent(loss.upper())
            + " slower than "
            + reference;
    return outcome == Outcome.PASS
        ? "No difference was found: " + candidate + " is somewhere " + range + "."
        : "Undecided: " + candidate + " may be anything " + range + ".";
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%." + (fraction >= 0.0995 ? 1 : 2) + "f %%", fraction * 100);
  }

  /** What the findings about the candidate come to. */
  String answer(List<Finding> findings) {
    List<String> worse = named(findings, Outcome.FAIL);
    List<String> undecided = named(findings, Outcome.INCONCLUSIVE);
    List<String> unknown = named(findings, Outcome.INVALID);
    if (worse.isEmpty() && undecided.isEmpty() && unknown.isEmpty()) {
      return candidate
          + " is no worse than "
          + reference
          + " in any of "
          + Wording.count(findings.size(), "check", "checks");
    }
    List<String> parts = new ArrayList<>();
    if (!worse.isEmpty()) {
      boolean lost = findings.stream().noneMatch(f -> f.loss().isPresent());
      parts.add(
          lost
              ? candidate + " could not be compared with " + reference
              : candidate + " is worse than " + reference + " in " + String.join(", ", worse));
    }
    if (!unknown.isEmpty()) {
      parts.add("nothing can be said about " + String.join(", ", unknown));
    }
    if (!undecided.isEmpty()) {
      parts.add("undecided " + String.join(", ", undecided));
    }
    int passed = findings.size() - worse.size() - undecided.size() - unknown.size();
    if (passed > 0 && worse.isEmpty()) {
      parts.add("no worse in the other " + Wording.count(passed, "check", "checks"));
    }
    return String.join("; ", parts);
  }

  private static List<String> named(List<Finding> findings, Outcome outcome) {
    return findings.stream()
        .filter(f -> f.outcome() == outcome)
        .map(
            f ->
                f.requirement().metric().key()
                    + (f.slice().isEmpty() ? "" : " of " + FindingGroup.sliceName(f)))
        .toList();
  }
}
