package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.Comparer;
import dev.touchstone.baselines.Comparison;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What models do against each other, as pictures: the choice between them, and pair by pair. */
final class HtmlComparisons {

  private static final int MANY = 4;

  private HtmlComparisons() {}

  /** What a model costs against what it is worth: in time, in memory and in bytes. */
  static void fronts(Html html, Verdict verdict) {
    List<Front> fronts = fronts(verdict);
    if (fronts.isEmpty()) {
      return;
    }
    html.section("What it costs and what it is worth");
    html.element(
        "p.soft.small",
        "By point estimates: these pictures show a choice, the requirements judge it. The dotted"
            + " line is the front; a model to the lower right of it is dominated by another one.");
    for (int i = 0; i < fronts.size(); i++) {
      Front front = fronts.get(i);
      List<Series> series =
          front.points().stream().map(p -> Series.of(verdict.run(), p.arm())).toList();
      HtmlFigures.figure(
          html,
          front.worth().key() + " against " + front.cost().key() + ". " + front.words(),
          frame -> FrontPlot.of(front, series, frame));
      if (i == 0) {
        html.raw("<div class=\"pair\">\n"); // time is what most look at; the others are smaller
      }
    }
    html.close("div");
  }

  /** Empty where there is nothing to choose between. */
  private static List<Front> fronts(Verdict verdict) {
    String load = ArmTable.loads(verdict).stream().findFirst().orElse("");
    Optional<Metric> quality = quality(verdict);
    List<Front> fronts = new ArrayList<>();
    Metric worth = quality.orElse(Metric.SIZE);
    fronts.add(Front.of(verdict, Metric.LATENCY_P50, load, worth));
    fronts.add(Front.of(verdict, Metric.MEMORY_PEAK, "", worth));
    if (quality.isPresent()) {
      fronts.add(Front.of(verdict, Metric.SIZE, "", worth));
    }
    return fronts.stream().filter(front -> front.points().size() > 1).toList();
  }

  /** The first quality of the whole that the scenario asks for, or else the first there is. */
  static Optional<Metric> quality(Verdict verdict) {
    List<Metric> measured =
        verdict.measurements().stream()
            .filter(m -> m.slice().isEmpty() && m.metric().isQuality())
            .filter(m -> m.arm().equals(Arm.REFERENCE))
            .map(m -> m.metric())
            .toList();
    return verdict.findings().stream()
        .filter(f -> f.slice().isEmpty())
        .map(f -> f.requirement().metric())
        .filter(measured::contains)
        .findFirst()
        .or(() -> measured.stream().sorted().findFirst());
  }

  /** For each candidate and baseline what every fork pair said. */
  static void pairs(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    Comparer comparer = new Comparer(run);
    List<Comparison> all = new ArrayList<>();
    for (Campaign campaign : run.campaigns()) {
      for (String baseline : List.of(Arm.REFERENCE, Arm.DEPLOYED)) {
        comparer
            .compare(Metric.LATENCY_P50, TimeDomain.WALL, campaign.candidate(), baseline)
            .ifPresent(all::add);
      }
    }
    if (all.isEmpty()) {
      return;
    }
    html.section("Pair by pair");
    html.element(
        "p.soft.small",
        "Each point is the change of the median latency in one pair of fresh processes. Level lines"
            + " are the limits that the answer is about, the band is where the true change lies."
            + " Upright lines show at which pairs the gate looked, and where the answer fell.");
    all.forEach(latency -> pairs(html, verdict, latency, all.size() > MANY));
  }

  private static void pairs(Html html, Verdict verdict, Comparison latency, boolean many) {
    Campaign campaign =
        verdict.run().campaigns().stream()
            .filter(c -> c.candidate().equals(latency.candidate()))
            .findFirst()
            .orElseThrow();
    List<Finding> judged = judged(verdict, latency);
    boolean quiet = judged.stream().allMatch(f -> f.outcome() == Outcome.PASS);
    String title = latency.candidate() + " against " + latency.baseline();
    if (many) {
      html.raw(quiet ? "<details>" : "<details open>");
      html.element("summary.small", title + ". " + PairPlot.words(latency) + ".");
    }
    String redone =
        campaign.invalidPairs() == 0
            ? ""
            : " "
                + Wording.count(campaign.invalidPairs(), "pair was", "pairs were")
                + " disturbed and measured again.";
    HtmlFigures.figure(
        html,
        title + ". " + PairPlot.words(latency) + "." + redone,
        frame -> PairPlot.of(latency, campaign.pairs(), judged, frame));
    if (many) {
      html.close("details");
    }
  }

  /** The findings on the median latency of a candidate against a baseline. */
  private static List<Finding> judged(Verdict verdict, Comparison latency) {
    return verdict.findings().stream()
        .filter(f -> f.arm().equals(latency.candidate()))
        .filter(f -> f.requirement().metric() == Metric.LATENCY_P50)
        .filter(f -> against(f.requirement().rule()).filter(latency.baseline()::equals).isPresent())
        .toList();
  }

  private static Optional<String> against(Rule rule) {
    if (rule instanceof Rule.Against against) {
      return Optional.of(against.baseline().key());
    }
    return rule instanceof Rule.GainAtLeast gain
        ? Optional.of(gain.baseline().key())
        : Optional.empty();
  }
}
