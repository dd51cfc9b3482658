package dev.touchstone.baselines;

import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import java.util.Optional;

/**
 * The times of the stages around an inference, and of all of them together.
 *
 * <p>End to end, the i-th query of the single stream goes with the i-th preprocessing and the i-th
 * postprocessing. They were measured one after the other and not for the same sample, so each sum
 * is a draw from the distribution of the whole as long as a stage's time does not depend on the
 * time of another, and the exact binomial rule holds for as many sums as the rarest stage has
 * observations.
 */
final class StageLatency {

  /** The load pattern whose inferences have stages. */
  static final String LOAD = new LoadPattern.SingleStream().key();

  private StageLatency() {}

  /** The observations of a metric; empty if there are none, or it is no stage's. */
  static Optional<Ordered> of(SoloObservations solo, Metric metric) {
    if (!metric.isStage() || !solo.load().equals(LOAD)) {
      return Optional.empty();
    }
    long[] observed =
        switch (metric) {
          case PREPROCESS_P50, PREPROCESS_P95 -> solo.stages().preprocess();
          case POSTPROCESS_P50, POSTPROCESS_P95 -> solo.stages().postprocess();
          default -> endToEnd(solo);
        };
    return observed.length == 0 ? Optional.empty() : Optional.of(Ordered.of(observed));
  }

  private static long[] endToEnd(SoloObservations solo) {
    long[] before = solo.stages().preprocess();
    long[] after = solo.stages().postprocess();
    // Of the first look only: how many further queries there are depends on what they showed.
    int queries = solo.looks().taken(solo.queries().size()).get(0);
    long[] sums = new long[Math.min(queries, Math.min(before.length, after.length))];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = before[i] + solo.queries().wallNanos(i) + after[i];
    }
    return sums;
  }
}
