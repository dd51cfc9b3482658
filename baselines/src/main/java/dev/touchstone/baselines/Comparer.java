package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/** Compares two arms of a run from what was measured of them side by side. */
public final class Comparer {

  private final PairedEvidence evidence;

  /** Looks at one run. */
  public Comparer(RunResult run) {
    this(PairedEvidence.of(run));
  }

  /** Looks at what there is so far. */
  public Comparer(PairedEvidence evidence) {
    this.evidence = evidence;
  }

  /**
   * Compares a candidate with another arm.
   *
   * @param metric latency, throughput, memory or cold start
   * @param domain the clock; without effect on memory
   * @return empty if there is no replicate, or one that cannot be put as a ratio
   */
  public Optional<Comparison> compare(
      Metric metric, TimeDomain domain, String candidate, String baseline) {
    List<OptionalDouble> ratios = ratios(metric, domain, candidate, baseline);
    if (ratios.isEmpty() || ratios.stream().anyMatch(OptionalDouble::isEmpty)) {
      return Optional.empty();
    }
    List<Double> logs = ratios.stream().map(OptionalDouble::getAsDouble).toList();
    return Optional.of(new Comparison(metric, domain, candidate, baseline, logs));
  }

  /** The log ratio of each replicate, NaN for one that has none. */
  double[] logs(Metric metric, TimeDomain domain, String candidate, String baseline) {
    return ratios(metric, domain, candidate, baseline).stream()
        .mapToDouble(ratio -> ratio.orElse(Double.NaN))
        .toArray();
  }

  private List<OptionalDouble> ratios(
      Metric metric, TimeDomain domain, String candidate, String baseline) {
    return metric.isColdStart()
        ? coldStarts(metric, domain, candidate, baseline)
        : pairs(metric, domain, candidate, baseline);
  }

  private List<OptionalDouble> pairs(
      Metric metric, TimeDomain domain, String candidate, String baseline) {
    List<OptionalDouble> ratios = new ArrayList<>();
    for (ForkPair pair : evidence.campaign(candidate).map(Campaign::pairs).orElse(List.of())) {
      if (metric.key().startsWith("memory.")) {
        ratios.add(memory(metric, pair, candidate, baseline));
        continue;
      }
      List<Block> ours = pair.rounds().get(candidate);
      List<Block> theirs = pair.rounds().get(baseline);
      ratios.add(
          ours == null || theirs == null
              ? OptionalDouble.empty()
              : new PairRatio(ours, theirs, domain).of(metric));
    }
    return ratios;
  }

  private OptionalDouble memory(Metric metric, ForkPair pair, String candidate, String baseline) {
    Memory ours = pair.memory().get(candidate);
    Memory theirs = pair.memory().get(baseline);
    if (ours == null || theirs == null) {
      return OptionalDouble.empty();
    }
    return logRatio(
        WorkerMemory.of(metric, ours, evidence.floor()),
        WorkerMemory.of(metric, theirs, evidence.floor()));
  }

  /**
   * Cold starts in groups: two of the one against the two of the other that ran around them or
   * between them (ABBA), so that a drift falls on both.
   */
  private List<OptionalDouble> coldStarts(
      Metric metric, TimeDomain domain, String candidate, String baseline) {
    ToLongFunction<ColdStart> part =
        domain == TimeDomain.CPU ? ColdStart::cpu : ColdStartPart.of(metric);
    return new StartQuads(evidence.coldStarts())
        .logRatios(candidate, baseline, part).stream().map(OptionalDouble::of).toList();
  }

  private static OptionalDouble logRatio(OptionalDouble ours, OptionalDouble theirs) {
    if (ours.isEmpty() || theirs.isEmpty()) {
      return OptionalDouble.empty();
    }
    double ratio = Math.log(ours.getAsDouble() / theirs.getAsDouble());
    return Double.isFinite(ratio) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
  }
}
