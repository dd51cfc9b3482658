package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What common practice makes of identical code on the recorded machine: one process of each side,
 * measured at another time, and a limit on the ratio. The reason for fork pairs.
 */
class NaiveGatesTest {

  /** A hundred times what the gate promises; a busier hour gives 30 % and more. */
  private static final double LEAST = 0.05;

  private final List<ForkPair> pairs = Trace.own().evidence().campaigns().get(0).pairs();

  @Test
  void callsIdenticalProcessesSlowerFarMoreOftenThanAnyoneWouldTolerate() {
    assertThat(falseAlarms(times -> Arrays.stream(times).average().orElseThrow(), 0.05))
        .as("mean above +5 %")
        .isBetween(LEAST, 0.5);
    assertThat(falseAlarms(times -> quantile(times, 0.5), 0.02))
        .as("p50 above +2 %")
        .isBetween(LEAST, 0.5);
    assertThat(falseAlarms(times -> quantile(times, 0.95), 0.10))
        .as("p95 above +10 %")
        .isBetween(LEAST, 0.5);
  }

  /** The share of all pairs of processes from different fork pairs. */
  private double falseAlarms(ToDoubleFunction<long[]> summary, double limit) {
    double[] candidate = pairs.stream().mapToDouble(p -> of(p, "candidate", summary)).toArray();
    double[] baseline = pairs.stream().mapToDouble(p -> of(p, Arm.REFERENCE, summary)).toArray();
    int alarms = 0;
    for (int i = 0; i < candidate.length; i++) {
      for (int j = 0; j < baseline.length; j++) {
        alarms += i != j && candidate[i] > baseline[j] * (1 + limit) ? 1 : 0;
      }
    }
    return (double) alarms / (candidate.length * (candidate.length - 1));
  }

  private static double of(ForkPair pair, String arm, ToDoubleFunction<long[]> summary) {
    long[] times =
        pair.rounds().getOrDefault(arm, List.of()).stream()
            .flatMapToLong(b -> LongStream.range(0, b.size()).map(i -> b.wallNanos((int) i)))
            .sorted()
            .toArray();
    return summary.applyAsDouble(times);
  }

  private static double quantile(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
