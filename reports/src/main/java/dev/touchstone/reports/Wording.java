package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words that every report for people uses, so that they all say the same. */
final class Wording {

  /** Stands where there is no value. */
  static final String ABSENT = "–";

  private Wording() {}

  /** A mark that is told apart without color. */
  static String mark(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "✓";
      case INCONCLUSIVE -> "?";
      case FAIL -> "✗";
      case INVALID -> "!";
    };
  }

  /**
   * The profile's name, and that it was emulated if it was: then the numbers are those of another
   * machine.
   */
  static String hardware(RunResult run) {
    return run.profileName() + (run.environment().emulation().isPresent() ? " (emulated)" : "");
  }

  /** Metric, load pattern and baseline, such as {@code latency.p50 (server) vs deployed}. */
  static String subject(Requirement requirement) {
    String load = requirement.load().map(l -> " (" + Plain.line(l) + ")").orElse("");
    return requirement.metric().key() + load + versus(requirement.rule());
  }

  private static String versus(Rule rule) {
    if (rule instanceof Rule.Against against) {
      return " vs " + against.baseline().key();
    }
    return rule instanceof Rule.GainAtLeast gain ? " vs " + gain.baseline().key() : "";
  }

  /** Subject and slice of one finding. */
  static String subject(Finding finding) {
    return subject(finding.requirement())
        + (finding.slice().isEmpty() ? "" : " " + Plain.line(finding.slice()));
  }

  /** The whole requirement with slice, the same in every run of a scenario. */
  static String title(Finding finding) {
    String load = finding.requirement().load().map(l -> " (" + l + ")").orElse("");
    String slice = finding.slice().isEmpty() ? "" : " [" + finding.slice() + "]";
    return finding.requirement() + load + slice;
  }

  /** The limit in a few characters; allow and catch are parted by a slash. */
  static String limit(Rule rule) {
    if (rule instanceof Rule.AtMost most) {
      return "≤ " + Numbers.quantity(most.limit().value(), most.limit().unit());
    }
    if (rule instanceof Rule.AtLeast least) {
      return "≥ " + Numbers.quantity(least.limit().value(), least.limit().unit());
    }
    if (rule instanceof Rule.Against against) {
      String allow = against.allow().toString();
      String symbol = " " + against.allow().scale().symbol();
      return allow.substring(0, allow.length() - symbol.length()) + "/" + against.catches();
    }
    return "gain ≥ " + ((Rule.GainAtLeast) rule).atLeast();
  }

  /** The scale of a relative rule's loss; empty for an absolute rule. */
  static Optional<Loss.Scale> scale(Rule rule) {
    if (rule instanceof Rule.Against against) {
      return Optional.of(against.allow().scale());
    }
    return rule instanceof Rule.GainAtLeast gain
        ? Optional.of(gain.atLeast().scale())
        : Optional.empty();
  }

  /** Estimate and interval of the loss, or the interval of the value under an absolute rule. */
  static String evidence(Finding finding) {
    Optional<Loss.Scale> scale = scale(finding.requirement().rule());
    if (scale.isEmpty()) {
      return finding
          .loss()
          .map(i -> Numbers.interval(i, finding.requirement().metric().unit()))
          .orElse(ABSENT);
    }
    String evidence = Numbers.signed(finding.estimate(), finding.loss(), scale.orElseThrow());
    return evidence.isEmpty() ? ABSENT : evidence;
  }

  /** How to read intervals and limits; empty if there is nothing to explain. */
  static String legend(Verdict verdict) {
    List<String> levels =
        verdict.findings().stream()
            .flatMap(f -> f.loss().stream())
            .map(Interval::confidence)
            .distinct()
            .sorted()
            .map(Numbers::level)
            .toList();
    boolean margins =
        verdict.findings().stream().anyMatch(f -> f.requirement().rule() instanceof Rule.Against);
    String intervals = levels.isEmpty() ? "" : "intervals at " + String.join(" and ", levels);
    String limits = margins ? "limit a/b: a loss of a is allowed, one of b must be found" : "";
    return intervals + (intervals.isEmpty() || limits.isEmpty() ? "" : " · ") + limits;
  }

  /** The whole verdict in one sentence. */
  static String sentence(Verdict verdict) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    verdict.findings().forEach(f -> counts.merge(f.outcome(), 1, Integer::sum));
    int all = verdict.findings().size();
    if (all == 0) {
      return verdict.outcome() == Outcome.PASS
          ? "the scenario states no requirement; everything was measured"
          : "no requirement could be judged";
    }
    if (verdict.outcome() == Outcome.INVALID && !counts.containsKey(Outcome.INVALID)) {
      return "the conditions of the run were not met, so that nothing can be said";
    }
    int passed = counts.getOrDefault(Outcome.PASS, 0);
    if (passed == all) {
      return all == 1 ? "the one check holds" : "all " + all + " checks hold";
    }
    StringBuilder out = new StringBuilder();
    count(out, counts, Outcome.FAIL, "failed");
    count(out, counts, Outcome.INVALID, "invalid");
    count(out, counts, Outcome.INCONCLUSIVE, "inconclusive");
    return out.toString() + passed + " passed, of " + all + (all == 1 ? " check" : " checks");
  }

  private static void count(
      StringBuilder out, Map<Outcome, Integer> counts, Outcome outcome, String word) {
    int n = counts.getOrDefault(outcome, 0);
    if (n > 0) {
      out.append(n).append(' ').append(word).append(", ");
    }
  }

  /** The first characters of a hash, enough to tell files apart. */
  static String shortHash(String sha256) {
    return sha256.length() <= 12 ? Plain.line(sha256) : Plain.line(sha256.substring(0, 12));
  }

  /** The model's file without its folder, which means nothing on another machine. */
  static String fileName(Arm arm) {
    Path name = arm.model().getFileName();
    return name == null ? "" : name.toString();
  }

  /** How long the run took. */
  static String duration(RunResult run) {
    Duration took = Duration.between(run.provenance().started(), run.provenance().finished());
    long seconds = Math.max(0, Math.round(took.toMillis() / 1e3));
    return seconds < 120
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
  }

  /** A number of things with its noun in singular and plural. */
  static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  /** What the figures of memory and cold start rest on, as far as it was recorded. */
  static List<String> about(RunResult run) {
    List<String> about = new ArrayList<>();
    run.floor()
        .ifPresent(
            floor ->
                about.add(
                    "memory holds a floor of "
                        + new Quantity((double) floor.peak(), Unit.BYTE)
                        + ": the same worker without a model"));
    String pageCache = run.environment().facts().get(ColdStart.PAGE_CACHE);
    if (pageCache != null && !run.coldStarts().isEmpty()) {
      about.add("page cache at cold start: " + Plain.line(pageCache));
    }
    return about;
  }
}
