package dev.touchstone.baselines.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EnergySplitTest {

  @Test
  void findsWhatTheFormulaWrittenDownFinds() {
    Random random = new Random(2014);
    for (int i = 0; i < 60; i++) {
      double[] values = random.doubles(8 + i % 20).map(x -> random.nextGaussian()).toArray();
      int step = random.nextInt(values.length);
      for (int k = step; k < values.length; k++) {
        values[k] += i % 3;
      }
      EnergySplit slow = literal(values, 0, values.length);
      EnergySplit fast =
          EnergySplit.of(values, 0, values.length)
              .orElse(new EnergySplit(0, values.length, 0)); // as the slow one, if nothing differs
      assertThat(fast.divergence()).isCloseTo(slow.divergence(), within(1e-9));
      assertThat(List.of(fast.at(), fast.end())).isEqualTo(List.of(slow.at(), slow.end()));
    }
  }

  @Test
  void looksAtItsStretchOnly() {
    double[] values = {9, 9, 9, 1, 1.1, 1, 1.1, 5, 5.1, 5, 5.1, 30, 30, 30};
    EnergySplit split = EnergySplit.of(values, 3, 11).orElseThrow();
    assertThat(split.at()).isEqualTo(7);
    assertThat(split.divergence()).isCloseTo(literal(values, 3, 11).divergence(), within(1e-9));
  }

  @Test
  void findsNothingWhereNothingDiffers() {
    assertThat(EnergySplit.of(new double[12], 0, 12)).isEmpty();
    assertThat(EnergySplit.of(new double[] {1, 2, 3, 4, 5}, 0, 5)).isEmpty();
  }

  /**
   * What the rule tells is also told by the permutation test of Matteson and James, which shuffles
   * the nights; the literal divergence is used for it.
   */
  @Test
  void isBeyondChanceWhereTheRuleIsMet() {
    Random random = new Random(7);
    int told = 0;
    for (int i = 0; i < 12; i++) {
      double[] values = random.doubles(26).map(x -> 0.002 * random.nextGaussian()).toArray();
      for (int k = 20; k < 26; k++) {
        values[k] += i % 2 * 0.01;
      }
      double extreme = shareAsExtreme(values, random);
      boolean met = !new Detector(ShiftRule.standard(0.005)).changes(values).isEmpty();
      assertThat(met).isEqualTo(i % 2 == 1);
      if (met) {
        told++;
        assertThat(extreme).isLessThanOrEqualTo(0.02);
      }
    }
    assertThat(told).isEqualTo(6);
  }

  private static double shareAsExtreme(double[] values, Random random) {
    double own = literal(values, 0, values.length).divergence();
    List<Double> shuffled = Arrays.stream(values).boxed().collect(Collectors.toList());
    int as = 1;
    for (int i = 0; i < 99; i++) {
      Collections.shuffle(shuffled, random);
      double[] order = shuffled.stream().mapToDouble(Double::doubleValue).toArray();
      as += literal(order, 0, order.length).divergence() >= own ? 1 : 0;
    }
    return as / 100.0;
  }

  private static EnergySplit literal(double[] values, int from, int to) {
    EnergySplit best = new EnergySplit(from, to, 0);
    for (int at = from + EnergySplit.LEAST; at <= to - EnergySplit.LEAST; at++) {
      for (int end = at + EnergySplit.LEAST; end <= to; end++) {
        double n = at - from;
        double m = end - at;
        double distance =
            2 * mean(values, from, at, at, end).orElseThrow()
                - mean(values, from, at, from, at).orElse(0.0)
                - mean(values, at, end, at, end).orElse(0.0);
        double divergence = n * m / (n + m) * distance;
        if (divergence > best.divergence() + 1e-12) {
          best = new EnergySplit(at, end, divergence);
        }
      }
    }
    return best;
  }

  /** The mean distance over all pairs of two different nights, one of each stretch. */
  private static Optional<Double> mean(double[] values, int a, int b, int c, int d) {
    double sum = 0;
    int pairs = 0;
    for (int i = a; i < b; i++) {
      for (int j = c; j < d; j++) {
        if (i != j) {
          sum += Math.abs(values[i] - values[j]);
          pairs++;
        }
      }
    }
    return pairs == 0 ? Optional.empty() : Optional.of(sum / pairs);
  }
}
