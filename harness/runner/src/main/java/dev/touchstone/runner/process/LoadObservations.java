package dev.touchstone.runner.process;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.LoadPattern;
import java.util.ArrayList;
import java.util.List;
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
 * @param inferences how often the model was run
 * @param slices of the time, where the load is sustained; empty elsewhere
 */
public record LoadObservations(
    Block queries,
    Histogram histogram,
    int samplesPerQuery,
    int inferencesPerQuery,
    long elapsedNanos,
    long inferences,
    List<LoadSlice> slices) {

  /** Copies the list. */
  public LoadObservations {
    slices = List.copyOf(slices);
  }

  /** Every query by itself, and no slices. */
  public LoadObservations(
      Block queries,
      Histogram histogram,
      int samplesPerQuery,
      int inferencesPerQuery,
      long elapsedNanos) {
    this(
        queries,
        histogram,
        samplesPerQuery,
        inferencesPerQuery,
        elapsedNanos,
        histogram.getTotalCount() * inferencesPerQuery,
        List.of());
  }

  /** This and what the same load did when it went on. */
  public LoadObservations and(LoadObservations more) {
    Histogram both = histogram.copy();
    both.add(more.histogram);
    List<LoadSlice> all = new ArrayList<>(slices);
    all.addAll(more.slices);
    return new LoadObservations(
        queries.and(more.queries),
        both,
        samplesPerQuery,
        inferencesPerQuery,
        elapsedNanos + more.elapsedNanos,
        inferences + more.inferences,
        all);
  }

  /** The same for the result. */
  public SoloObservations solo(String arm, LoadPattern pattern) {
    SoloObservations solo =
        new SoloObservations(arm, pattern.key(), queries, histogram, samplesPerQuery, elapsedNanos)
            .with(slices);
    return isBatched(pattern) ? solo.withInferences(inferences) : solo;
  }

  private static boolean isBatched(LoadPattern pattern) {
    return (pattern instanceof LoadPattern.Server server && server.batching().isPresent())
        || (pattern instanceof LoadPattern.Burst burst && burst.batching().isPresent());
  }

  /** Samples per second. */
  public double throughput() {
    return histogram.getTotalCount() * (double) samplesPerQuery * 1e9 / elapsedNanos;
  }
}
