package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/** Compares two arms of a run from what was measured of them side by side. */
public final class Comparer {

  private final RunResult run;

  /** Looks at one run. */
  public Comparer(RunResult run) {
    this.run = run;
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
    List<OptionalDouble> ratios =
        metric.isColdStart()
            ? coldStarts(metric, domain, candidate, baseline)
            : pairs(metric, domain, candidate, baseline);
    if (ratios.isEmpty() || ratios.stream().anyMatch(OptionalDouble::isEmpty)) {
      return Optional.empty();
    }
    List<Double> evidence = ratios.stream().map(OptionalDouble::getAsDouble).toList();
    return Optional.of(new Comparison(metric, domain, candidate, baseline, evidence));
  }

  /** The campaign in which a candidate was compared. */
  Optional<Campaign> campaign(String candidate) {
    return run.campaigns().stream().filter(c -> c.candidate().equals(candidate)).findFirst();
  }

  private List<OptionalDouble> pairs(
      Metric metric, TimeDomain domain, String candidate, String baseline) {
    List<OptionalDouble> ratios = new ArrayList<>();
    for (ForkPair pair : campaign(candidate).map(Campaign::pairs).orElse(List.of())) {
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
        WorkerMemory.of(metric, ours, run.floor()), WorkerMemory.of(metric, theirs, run.floor()));
  }

  /** The i-th cold start of the one against the i-th of the other, which ran next to it. */
  private List<OptionalDouble> coldStarts(
      Metric metric, TimeDomain domain, String candidate, String baseline) {
    ToLongFunction<ColdStart> part =
        domain == TimeDomain.CPU ? ColdStart::cpu : ColdStartPart.of(metric);
    List<ColdStart> ours = coldStarts(candidate);
    List<ColdStart> theirs = coldStarts(baseline);
    List<OptionalDouble> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      ratios.add(
          logRatio(
              OptionalDouble.of((double) part.applyAsLong(ours.get(i))),
              OptionalDouble.of((double) part.applyAsLong(theirs.get(i)))));
    }
    return ratios;
  }

  private List<ColdStart> coldStarts(String arm) {
    return run.coldStarts().stream().filter(s -> s.arm().equals(arm)).toList();
  }

  private static OptionalDouble logRatio(OptionalDouble ours, OptionalDouble theirs) {
    if (ours.isEmpty() || theirs.isEmpty()) {
      return OptionalDouble.empty();
    }
    double ratio = Math.log(ours.getAsDouble() / theirs.getAsDouble());
    return Double.isFinite(ratio) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
  }
}
