package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairRatioTest {

  private static Block block(long... wall) {
    long[] cpu = wall.clone();
    for (int i = 0; i < cpu.length; i++) {
      cpu[i] = 7;
    }
    return new Block(wall, cpu);
  }

  private static PairRatio wall(List<Block> candidate, List<Block> baseline) {
    return new PairRatio(candidate, baseline, TimeDomain.WALL);
  }

  @Test
  void takesTheMedianOverRoundsOfTheRatioOfMedians() {
    // block medians 20, 30, 80 over 10, 20, 20: ratios 2, 1.5, 4
    List<Block> candidate = List.of(block(10, 20, 900), block(30, 30, 30), block(80, 1, 90));
    List<Block> baseline = List.of(block(10, 10, 10), block(20, 1, 30), block(20, 20, 5000));

    assertThat(wall(candidate, baseline).of(Metric.LATENCY_P50).orElseThrow())
        .isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void takesThroughputFromTheTimeOfAllIterationsInEightGroupsOfRounds() {
    List<Block> candidate = new ArrayList<>();
    List<Block> baseline = new ArrayList<>();
    for (int round = 0; round < 16; round++) {
      // One iteration in four takes five times as long; one group of rounds is disturbed.
      long disturbed = round < 2 ? 1000 : 10;
      candidate.add(round % 2 == 0 ? block(10, disturbed) : block(10, 50));
      baseline.add(block(10, 10));
    }
    assertThat(wall(candidate, baseline).of(Metric.THROUGHPUT).orElseThrow())
        .isCloseTo(Math.log(2), within(1e-12));
    assertThat(
            new PairRatio(candidate, baseline, TimeDomain.CPU).of(Metric.THROUGHPUT).orElseThrow())
        .isZero();
  }

  @Test
  void takesHighQuantilesOverGroupsOfRounds() {
    List<Block> candidate = new ArrayList<>();
    List<Block> baseline = new ArrayList<>();
    for (int round = 0; round < 80; round++) {
      // 8 groups of 10 rounds with 20 iterations: the 19th of 20 decides
      long slow = 100L + round / 10;
      candidate.add(block(round % 10 < 1 ? 2 * slow : 50, round % 10 < 1 ? 2 * slow : 50));
      baseline.add(block(round % 10 < 1 ? slow : 50, round % 10 < 1 ? slow : 50));
    }
    assertThat(wall(candidate, baseline).of(Metric.LATENCY_P95).orElseThrow())
        .isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void claimsNoPercentileOfFewerIterationsThanItTakes() {
    List<Block> candidate = Collections.nCopies(331, block(20, 20));
    List<Block> baseline = Collections.nCopies(331, block(10, 10));

    assertThat(wall(candidate, baseline).of(Metric.LATENCY_P99)).hasValue(Math.log(2));
    assertThat(wall(candidate.subList(1, 331), baseline.subList(1, 331)).of(Metric.LATENCY_P99))
        .isEmpty();
    assertThat(wall(candidate.subList(0, 65), baseline.subList(0, 65)).of(Metric.LATENCY_P95))
        .hasValue(Math.log(2));
    assertThat(wall(candidate.subList(0, 64), baseline.subList(0, 64)).of(Metric.LATENCY_P95))
        .isEmpty();
  }

  @Test
  void hasNoRatioOfTimesThatTheClockDidNotSee() {
    assertThat(wall(List.of(block(0, 0)), List.of(block(1, 1))).of(Metric.LATENCY_P50)).isEmpty();
    assertThat(wall(List.of(block(1)), List.of(block(1))).of(Metric.SIZE)).isEmpty();
  }
}
