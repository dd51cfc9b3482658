package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.quality.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much worse one model may be than another, in every metric, from a few numbers.
 *
 * <p>A tail of latencies, a cold start and one class of the samples cannot be told as finely as a
 * median: there the stated limit holds or the metric's own, whichever is coarser. Its own are what
 * the method gates at by default on a busy machine: p95 1 % and 5 %, the wall time of a cold start
 * 5 % and 20 %; a class 1 pp and 10 pp, for which some hundred samples of it are enough.
 *
 * @param allow a relative loss up to here never blocks
 * @param catches a relative loss of this size must be found; above 0 and not below {@code allow}
 * @param allowPoints the same for quality that is a share of the samples
 * @param catchPoints the same for quality that is a share of the samples
 */
public record ComparisonLimits(Loss allow, Loss catches, Loss allowPoints, Loss catchPoints) {

  /** 0.5 % and 3 %; quality 1 pp and 2 pp. */
  public static final ComparisonLimits STANDARD =
      new ComparisonLimits(relative(0.005), relative(0.03), points(0.01), points(0.02));

  private static final String ALLOW = "--allow";
  private static final String CATCH = "--catch";

  /** Rejects limits on the wrong scale or in the wrong order. */
  public ComparisonLimits {
    boolean scales =
        allow.scale() == Loss.Scale.RELATIVE
            && catches.scale() == Loss.Scale.RELATIVE
            && allowPoints.scale() == Loss.Scale.POINTS
            && catchPoints.scale() == Loss.Scale.POINTS;
    boolean ordered =
        catches.size() >= allow.size()
            && catchPoints.size() >= allowPoints.size()
            && catches.size() > 0
            && catchPoints.size() > 0;
    if (!scales || !ordered) {
      throw new IllegalArgumentException(
          "limits must be allow <= catch > 0, in % and in pp, were "
              + List.of(allow, catches, allowPoints, catchPoints));
    }
  }

  /**
   * Reads the values of {@code --allow} and {@code --catch}: at most one of each in percent and one
   * in percentage points; what is not stated is {@link #STANDARD}.
   *
   * @throws dev.touchstone.scenarios.problem.ScenarioException with every mistake
   */
  public static ComparisonLimits read(List<String> allows, List<String> catches) {
    Problems problems = new Problems();
    List<Loss> allowed = losses(ALLOW, allows, problems);
    List<Loss> caught = losses(CATCH, catches, problems);
    problems.throwIfAny();
    Loss allow = of(Loss.Scale.RELATIVE, allowed, STANDARD.allow);
    Loss catching = of(Loss.Scale.RELATIVE, caught, STANDARD.catches);
    Loss allowPoints = of(Loss.Scale.POINTS, allowed, STANDARD.allowPoints);
    Loss catchPoints = of(Loss.Scale.POINTS, caught, STANDARD.catchPoints);
    checkOrder(allow, catching, problems);
    checkOrder(allowPoints, catchPoints, problems);
    problems.throwIfAny();
    return new ComparisonLimits(allow, catching, allowPoints, catchPoints);
  }

  private static List<Loss> losses(String flag, List<String> texts, Problems problems) {
    List<Loss> losses = new ArrayList<>();
    for (String text : texts) {
      Optional<Loss> loss = LossReader.read(flag, text, problems);
      if (loss.isPresent() && losses.stream().anyMatch(l -> l.scale() == loss.get().scale())) {
        problems.add(
            Location.ofFlag(flag),
            Words.quoted(text) + " is the second value in " + loss.get().scale().symbol(),
            "give at most one in % and one in pp");
      }
      loss.ifPresent(losses::add);
    }
    return losses;
  }

  private static Loss of(Loss.Scale scale, List<Loss> stated, Loss otherwise) {
    return stated.stream().filter(loss -> loss.scale() == scale).findFirst().orElse(otherwise);
  }

  private static void checkOrder(Loss allow, Loss catches, Problems problems) {
    if (catches.size() < allow.size()) {
      problems.add(
          Location.ofFlag(CATCH),
          Words.quoted(catches.toString()) + " is below " + ALLOW + ", " + allow,
          "--catch is the loss that must be found, and --allow the one that never blocks");
    } else if (catches.size() == 0) {
      problems.add(
          Location.ofFlag(CATCH),
          Words.quoted(catches.toString()) + " cannot be told from no loss by any measurement",
          "write the smallest loss that matters");
    }
  }

  /**
   * What is demanded of a candidate: to be no worse than the reference in any metric.
   *
   * @param labels of the evaluation data; empty if there is none, or none is labelled
   */
  public List<Demand> demands(Optional<Labels> labels) {
    List<Demand> demands = new ArrayList<>();
    demands.add(demand(Metric.LATENCY_P50, allow, catches));
    demands.add(atLeast(Metric.LATENCY_P95, 0.01, 0.05));
    demands.add(demand(Metric.THROUGHPUT, allow, catches));
    demands.add(demand(Metric.MEMORY_PEAK, allow, catches));
    demands.add(demand(Metric.MEMORY_STEADY, allow, catches));
    demands.add(atLeast(Metric.COLD_START, 0.05, 0.2));
    demands.add(demand(Metric.SIZE, allow, catches));
    labels.ifPresent(l -> demands.addAll(quality(l)));
    return demands;
  }

  private List<Demand> quality(Labels labels) {
    if (labels instanceof Labels.Values) {
      return List.of(demand(Metric.QUALITY_MAE, allow, catches));
    }
    Demand top1 = demand(Metric.QUALITY_TOP1, allowPoints, catchPoints);
    if (!everyClassHasSamples((Labels.Classes) labels)) {
      return List.of(top1);
    }
    Demand recall =
        new Demand(
            Metric.QUALITY_RECALL,
            Optional.of(Requirement.EACH_CLASS),
            coarser(allowPoints, points(0.01)),
            coarser(catchPoints, points(0.1)));
    return List.of(top1, recall);
  }

  private static boolean everyClassHasSamples(Labels.Classes labels) {
    boolean[] seen = new boolean[labels.names().size()];
    int classes = 0;
    for (int sample = 0; sample < labels.size(); sample++) {
      classes += seen[labels.at(sample)] ? 0 : 1;
      seen[labels.at(sample)] = true;
    }
    return classes == seen.length;
  }

  private Demand atLeast(Metric metric, double ownAllow, double ownCatch) {
    return demand(metric, coarser(allow, relative(ownAllow)), coarser(catches, relative(ownCatch)));
  }

  private static Demand demand(Metric metric, Loss allow, Loss catches) {
    return new Demand(metric, Optional.empty(), allow, catches);
  }

  private static Loss coarser(Loss one, Loss other) {
    return one.size() >= other.size() ? one : other;
  }

  private static Loss relative(double size) {
    return new Loss(size, Loss.Scale.RELATIVE);
  }

  private static Loss points(double size) {
    return new Loss(size, Loss.Scale.POINTS);
  }
}
