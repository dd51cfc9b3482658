package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One relative requirement on speed, memory or cold start, asked of one candidate: which looks it
 * is decided at, in which clocks, and what they say.
 *
 * @param requirement with a relative rule
 * @param candidate the arm that is judged
 * @param baseline the arm that it is compared with
 */
record SideBySide(Requirement requirement, Margins margins, String candidate, String baseline) {

  /** Where CPU time decides, wall time must still be surely less than so much worse. */
  private static final double WALL_GUARD = 0.25;

  /** CPU time beyond wall time by more than clock error means that several threads were at work. */
  private static final double ONE_THREAD = 1.02;

  Metric metric() {
    return requirement.metric();
  }

  boolean isTime() {
    return metric() == Metric.THROUGHPUT || Latency.METRICS.contains(metric());
  }

  boolean isColdStart() {
    return metric().isColdStart();
  }

  private boolean isMemory() {
    return metric().key().startsWith("memory.");
  }

  /** Whether fork pairs or cold starts can answer it at all. */
  boolean isAnswerable() {
    return (isTime() && isUnderMeasuredLoad()) || isColdStart() || isMemory();
  }

  /** Arms are compared under single-stream only. */
  boolean isUnderMeasuredLoad() {
    String measured = new LoadPattern.SingleStream().key();
    return requirement.load().orElse(measured).equals(measured);
  }

  Looks looks() {
    if (isColdStart()) {
      return Looks.COLD_STARTS;
    }
    return isMemory() ? Looks.MEMORY : Looks.FORK_PAIRS;
  }

  SequentialGate gate() {
    Direction direction = metric().direction();
    double allow = Comparison.cost(direction, margins.failAbove());
    double caught = Comparison.cost(direction, margins.passBelow());
    double guard = margins.gain() ? 0 : Math.max(margins.passBelow(), WALL_GUARD);
    return new SequentialGate(looks(), new LogMargins(allow, caught, Math.log1p(guard)));
  }

  /** The replicates; empty if none of them can be put as a ratio. */
  Optional<LogRatios> ratios(PairedEvidence evidence) {
    Comparer comparer = new Comparer(evidence);
    double[] wall = comparer.logs(metric(), TimeDomain.WALL, candidate, baseline);
    if (!isAnswerable() || Arrays.stream(wall).noneMatch(Double::isFinite)) {
      return Optional.empty();
    }
    return Optional.of(
        hasCpuTime(evidence)
            ? LogRatios.of(wall, comparer.logs(metric(), TimeDomain.CPU, candidate, baseline))
            : LogRatios.of(wall));
  }

  /**
   * Whether CPU time may decide: that of a whole cold start, and that of workers with one thread,
   * whose inference takes no more of it than of wall time. Which workers these are is settled by
   * the pairs of the first look, so that later ones change nothing.
   */
  private boolean hasCpuTime(PairedEvidence evidence) {
    if (!isTime()) {
      return metric() == Metric.COLD_START;
    }
    List<ForkPair> pairs = evidence.campaign(candidate).map(Campaign::pairs).orElse(List.of());
    return evidence.oneThread()
        && pairs.stream()
            .limit(looks().first().n())
            .flatMap(pair -> pair.rounds().values().stream())
            .allMatch(SideBySide::isOneThread);
  }

  private static boolean isOneThread(List<Block> blocks) {
    double cpu = blocks.stream().mapToDouble(Block::totalCpuNanos).sum();
    double wall = blocks.stream().mapToDouble(Block::totalWallNanos).sum();
    return cpu > 0 && cpu <= ONE_THREAD * wall;
  }

  /** What the replicates say; empty if there is none. */
  Optional<Decision> decide(PairedEvidence evidence) {
    return ratios(evidence).map(gate()::decide);
  }
}
