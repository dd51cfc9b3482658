package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Binomial;
import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.scenarios.Metric;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The same figure of several processes: memory of workers, times of cold starts. */
final class Observed {

  private final long[] sorted;

  private Observed(LongStream values) {
    sorted = values.sorted().toArray();
  }

  /** A memory figure of all workers of the arm: alone, in cold starts and in fork pairs. */
  static Observed memory(RunResult run, Metric metric, String arm) {
    Stream<Memory> started =
        run.coldStarts().stream()
            .filter(s -> s.arm().equals(arm))
            .flatMap(s -> s.memory().stream());
    Stream<Memory> paired =
        run.campaigns().stream()
            .flatMap(c -> c.pairs().stream())
            .flatMap(p -> Stream.ofNullable(p.memory().get(arm)));
    Stream<Memory> alone = Stream.ofNullable(run.memory().get(arm));
    return new Observed(
        Stream.concat(alone, Stream.concat(started, paired))
            .map(m -> WorkerMemory.of(metric, m, run.floor()))
            .flatMapToLong(
                v -> v.isPresent() ? LongStream.of((long) v.getAsDouble()) : LongStream.empty()));
  }

  /** A part of all cold starts of the arm. */
  static Observed coldStarts(RunResult run, Metric metric, String arm) {
    return new Observed(
        run.coldStarts().stream()
            .filter(s -> s.arm().equals(arm))
            .mapToLong(ColdStartPart.of(metric)));
  }

  int n() {
    return sorted.length;
  }

  OptionalDouble median() {
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1
            ? sorted[middle]
            : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2.0);
  }

  /** Bounds of the median of all such processes; infinite with too few of them. */
  Bounds medianBounds(double level) {
    return Quantiles.bounds(sorted, 0.5, level);
  }

  /** The p-value of the claim that the median is above a limit: exact sign test. */
  double riskThatMedianKeeps(double limit) {
    long over = Arrays.stream(sorted).filter(value -> value > limit).count();
    return new Binomial(sorted.length, 0.5).atLeast(over);
  }

  /** The smallest and the largest, of at least one. */
  Bounds range() {
    return new Bounds((double) sorted[0], (double) sorted[sorted.length - 1]);
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
