package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.statistics.Looks;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialGateTest {

  private static final LogMargins MARGINS = new LogMargins(0.005, 0.03, 0.22);
  private static final SequentialGate GATE = new SequentialGate(Looks.FORK_PAIRS, MARGINS);

  private static double[] sequence(int n, IntToDoubleFunction value) {
    double[] values = new double[n];
    Arrays.setAll(values, value);
    return values;
  }

  private static Decision decide(int n, IntToDoubleFunction value) {
    return GATE.decide(LogRatios.of(sequence(n, value)));
  }

  private static Decision decide(int n, IntToDoubleFunction wall, IntToDoubleFunction cpu) {
    return GATE.decide(LogRatios.of(sequence(n, wall), sequence(n, cpu)));
  }

  @Test
  void waitsForTheFirstLook() {
    assertThat(decide(0, i -> 0)).isEqualTo(new Decision.Open(12));
    assertThat(decide(11, i -> 1)).isEqualTo(new Decision.Open(12));
  }

  @ParameterizedTest(name = "{0} pairs at {1}: {2}")
  @CsvSource({
    "12, 0.000, Passed[look=0; n=12; clock=wall time]",
    "60, 0.029, LossConfirmed",
    "12, 0.040, LossSeen[look=0; seenAt=12; clock=wall time]",
    "31, 0.040, LossSeen[look=0; seenAt=12; clock=wall time]",
    "32, 0.040, LossConfirmed"
  })
  void decidesAtTheFirstLookWhereNothingVaries(int n, double loss, String expected) {
    Decision decision = decide(n, i -> loss);
    if (expected.equals("LossConfirmed")) {
      assertThat(decision).isInstanceOf(Decision.Confirmed.class);
      assertThat(decision.n()).isEqualTo(32);
      // (2^-12 / 0.25) for the look, times 0.05 for the confirmation
      assertThat(((Decision.Confirmed) decision).risk()).isCloseTo(0.05 * 4 / 4096, within(1e-12));
    } else {
      assertThat(decision).hasToString(expected.replace(';', ','));
    }
  }

  @Test
  void failsNothingThatFreshReplicatesDoNotShow() {
    assertThat(decide(60, i -> i < 12 ? 0.04 : 0))
        .isEqualTo(new Decision.NotReproduced(0, 12, TimeDomain.WALL));
  }

  @Test
  void leavesOpenWhatNoLookCouldDecide() {
    assertThat(decide(39, i -> i % 2 == 0 ? 0.2 : -0.08)).isEqualTo(new Decision.Open(40));
    assertThat(decide(40, i -> i % 2 == 0 ? 0.2 : -0.08)).isEqualTo(new Decision.Exhausted(40));
  }

  @Test
  void answersTheSameHoweverLongTheRecordingGoesOn() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double shift = 0.04 * random.nextDouble();
      double[] wall = sequence(60, i -> shift + 0.02 * random.nextGaussian());
      double[] cpu = sequence(60, i -> wall[i] + 0.002 * random.nextGaussian());
      Decision whole = GATE.decide(LogRatios.of(wall, cpu));
      for (int n = whole.n(); n < 60; n++) {
        LogRatios first = LogRatios.of(Arrays.copyOf(wall, n), Arrays.copyOf(cpu, n));
        assertThat(GATE.decide(first)).isEqualTo(whole);
      }
      LogRatios tooFew =
          LogRatios.of(Arrays.copyOf(wall, whole.n() - 1), Arrays.copyOf(cpu, whole.n() - 1));
      assertThat(GATE.decide(tooFew).isFinal()).isFalse();
    }
  }

  @Test
  void letsCpuTimeDecideWhileTheClocksAgree() {
    double[] noise = sequence(60, i -> (i % 2 == 0 ? 1 : -1) * 0.05);

    assertThat(decide(60, i -> noise[i], i -> 0))
        .isEqualTo(new Decision.Passed(0, 12, TimeDomain.CPU));
    assertThat(decide(60, i -> 0.04 + noise[i], i -> 0.04))
        .isInstanceOfSatisfying(
            Decision.Confirmed.class, c -> assertThat(c.clock()).isEqualTo(TimeDomain.CPU));
  }

  @Test
  void letsWallTimeDecideWhereTheArmsWaitDifferently() {
    assertThat(decide(60, i -> 0.04, i -> 0))
        .isInstanceOfSatisfying(
            Decision.Confirmed.class,
            c -> {
              assertThat(c.clock()).isEqualTo(TimeDomain.WALL);
              assertThat(c.seenAt()).isEqualTo(16); // at 12 it has no part of the risk
            });
    // More CPU time, but nobody waits for it: a model that no longer blocks.
    assertThat(decide(60, i -> 0, i -> 0.04)).isInstanceOf(Decision.Passed.class);
  }

  @Test
  void doesNotPassByCpuTimeWhileWallTimeMayBeFarWorse() {
    double[] wild = sequence(60, i -> i % 2 == 0 ? 1 : -0.4);

    assertThat(decide(60, i -> wild[i], i -> 0)).isEqualTo(new Decision.Exhausted(40));
  }

  @Test
  void failsIdenticalNoiseNoMoreOftenThanStated() {
    Random random = new Random(8);
    int seen = 0;
    int runs = 20_000;
    LogMargins none = new LogMargins(0, 0.0001, 0.22);
    SequentialGate gate = new SequentialGate(Looks.FORK_PAIRS, none);
    for (int run = 0; run < runs; run++) {
      double[] wall = sequence(60, i -> random.nextGaussian());
      double[] cpu = sequence(60, i -> wall[i] / 2 + 0.3 * random.nextGaussian());
      seen +=
          gate.decide(LogRatios.of(wall, cpu)) instanceof Decision.AtLook at
                  && !(at instanceof Decision.Passed)
              ? 1
              : 0;
    }
    // 20 expected at the most; 36 would be exceeded once in two thousand runs.
    assertThat(seen).isLessThanOrEqualTo(36);
  }

  @Test
  void findsTheSmallestDetectableLossNineTimesInTen() {
    Random random = new Random(4);
    int failed = 0;
    int runs = 400;
    double alarm = Looks.FORK_PAIRS.last().falseAlarm();
    for (int run = 0; run < runs; run++) {
      Comparison first =
          new Comparison(
              dev.touchstone.scenarios.Metric.LATENCY_P50,
              TimeDomain.WALL,
              "candidate",
              "reference",
              random.doubles(40).mapToObj(u -> 0.05 * random.nextGaussian()).toList());
      double shift = Math.log1p(first.smallestDetectable(0.005, alarm));
      LogMargins margins = new LogMargins(Math.log1p(0.005), shift, 0.3);
      double[] second = sequence(60, i -> shift + 0.05 * random.nextGaussian());
      Decision decision =
          new SequentialGate(Looks.FORK_PAIRS, margins).decide(LogRatios.of(second));
      failed += decision instanceof Decision.Confirmed ? 1 : 0;
    }
    assertThat((double) failed / runs).isBetween(0.9, 0.995);
  }

  @Test
  void rejectsMarginsInTheWrongOrderAndClocksOfUnlikeLength() {
    assertThatThrownBy(() -> new LogMargins(0.03, 0.005, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("margins need allow <= caught and a guard, were 0.03, 0.005 and 0.2");
    assertThatThrownBy(() -> LogRatios.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("both clocks need the same replicates, had 2 and 3");
  }
}
