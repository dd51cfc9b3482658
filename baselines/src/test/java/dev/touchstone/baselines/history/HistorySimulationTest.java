package dev.touchstone.baselines.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Eighty nights, looked at every morning, with the noise that was measured. Rates over thousands of
 * series are in {@code docs/history.md}; {@code main} prints them again.
 */
class HistorySimulationTest {

  private static final int NIGHTS = 80;
  private static final int SERIES = 40;
  private static final int CHANGED = 60;

  private static final Detector DETECTOR = new Detector(ShiftRule.standard(History.LEAST));

  @Test
  void fortySeriesWithoutAChangeAreNeverAlarmed() {
    for (int seed = 0; seed < SERIES; seed++) {
      assertThat(alarmed(Noise.nights(NIGHTS, Noise.NIGHT, seed))).as("series %d", seed).isFalse();
    }
  }

  @Test
  void onePercentIsFoundWithinThreeNightsInAllOfForty() {
    for (int seed = 0; seed < SERIES; seed++) {
      double[] values = Noise.shifted(Noise.nights(NIGHTS, Noise.NIGHT, seed), CHANGED, 0.01);
      assertThat(foundAfter(values).orElseThrow()).as("series %d", seed).isLessThanOrEqualTo(3);
    }
  }

  /** A step every six nights from the twentieth on; none of them is worth telling by itself. */
  @Test
  void tenStepsOfHalfAPercentAreCaughtByTheCumulativeGate() {
    for (int seed = 0; seed < SERIES; seed++) {
      double[] values = creeping(seed);
      int caught = driftFoundAt(values).orElseThrow();
      double trulyAdded = 0.005 * Math.max(0, (caught - 20) / 6 + 1);
      assertThat(trulyAdded).as("series %d, night %d", seed, caught).isBetween(0.01, 0.03);
    }
  }

  @Test
  void aDriftThatIsAllowedIsNeverCalledOne() {
    for (int seed = 0; seed < SERIES; seed++) {
      double[] values = Noise.shifted(Noise.nights(NIGHTS, Noise.NIGHT, seed), 20, Drift.ALLOW);
      assertThat(driftFoundAt(values)).isEmpty();
    }
  }

  private static double[] creeping(long seed) {
    double[] values = Noise.nights(NIGHTS, Noise.NIGHT, seed);
    for (int step = 0; step < 10; step++) {
      values = Noise.shifted(values, 20 + 6 * step, 0.005);
    }
    return values;
  }

  private static boolean alarmed(double[] values) {
    return IntStream.rangeClosed(2, values.length)
        .anyMatch(n -> !DETECTOR.changes(Arrays.copyOf(values, n)).isEmpty());
  }

  /** How many nights after the change it was first told, at most ten. */
  private static OptionalInt foundAfter(double[] values) {
    return IntStream.rangeClosed(1, 10)
        .filter(
            nights -> {
              List<Integer> found = DETECTOR.changes(Arrays.copyOf(values, CHANGED + nights));
              return found.stream().anyMatch(night -> Math.abs(night - CHANGED) <= 2);
            })
        .findFirst();
  }

  private static OptionalInt driftFoundAt(double[] values) {
    return IntStream.rangeClosed(1, values.length)
        .filter(
            n ->
                Drift.of(Arrays.copyOf(values, n), 0, Series.Kind.SCATTERED, List.of())
                    .filter(drift -> drift.outcome() == Outcome.FAIL)
                    .isPresent())
        .findFirst();
  }

  /** Prints the rates for several noises: {@code SERIES} as the only argument. */
  public static void main(String[] args) {
    int series = Integer.parseInt(args[0]);
    for (double sd : new double[] {0.0012, 0.0018, 0.0022, 0.0026, 0.0032, 0.0045}) {
      for (boolean heavy : new boolean[] {false, true}) {
        int alarms = 0;
        int drifts = 0;
        int[] found = new int[11];
        for (int seed = 0; seed < series; seed++) {
          double[] flat =
              heavy ? Noise.heavyNights(NIGHTS, sd, seed) : Noise.nights(NIGHTS, sd, seed);
          alarms += alarmed(flat) ? 1 : 0;
          drifts += driftFoundAt(flat).isPresent() ? 1 : 0;
          foundAfter(Noise.shifted(flat, CHANGED, 0.01)).ifPresent(nights -> found[nights]++);
        }
        Arrays.parallelPrefix(found, Integer::sum);
        System.out.printf(
            "sd %.2f %%%s: alarms %d, drifts %d of %d; +1 %% within 3, 4, 5, 7, 10 nights: %d %d %d"
                + " %d %d%n",
            100 * sd,
            heavy ? " t5" : "",
            alarms,
            drifts,
            series,
            found[3],
            found[4],
            found[5],
            found[7],
            found[10]);
      }
    }
  }
}
