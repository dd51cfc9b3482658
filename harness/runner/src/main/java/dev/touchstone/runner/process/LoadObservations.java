package dev.touchstone.runner.process;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.LoadPattern;
import org.HdrHistogram.Histogram;

/**
 * What a model did under a load pattern.
 *
 * @param queries wall and CPU times in the order of their issue; the first {@code Stop.RAW_QUERIES}
 *     if there were more
 * @param histogram wall latencies of all queries in nanoseconds, 3 significant digits
 * @param samplesPerQuery how many samples a query holds
 * @param inferencesPerQuery 1 if the samples of a query form one batch; as many as there are
 *     samples if the model takes no batches
 * @param elapsedNanos wall time of all queries together
 */
public record LoadObservations(
    Block queries,
    Histogram histogram,
    int samplesPerQuery,
    int inferencesPerQuery,
    long elapsedNanos) {

  /** The same for the result. */
  public SoloObservations solo(String arm, LoadPattern pattern) {
    return new SoloObservations(
        arm, pattern.key(), queries, histogram, samplesPerQuery, elapsedNanos);
  }

  /** Samples per second. */
  public double throughput() {
    return histogram.getTotalCount() * (double) samplesPerQuery * 1e9 / elapsedNanos;
  }
}
