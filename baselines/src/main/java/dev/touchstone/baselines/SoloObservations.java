package dev.touchstone.baselines;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What one arm did alone under one load pattern, in steady state.
 *
 * @param arm the arm's name
 * @param load the load pattern's key
 * @param queries latencies of all queries in the order of their issue, wall and CPU; of a very long
 *     load only the first ones
 * @param histogram the wall latencies of all queries in nanoseconds, 3 significant digits
 * @param samplesPerQuery how many samples a query holds
 * @param elapsedNanos wall time of the whole measurement
 * @param inferences how often the model was run, where waiting queries were put into batches; empty
 *     elsewhere
 * @param looks at which numbers of queries the limits were looked at, planned before the first one
 * @param slices of the time, where the load was sustained; empty elsewhere
 * @param stages the work around an inference, where it was measured
 */
public record SoloObservations(
    String arm,
    String load,
    Block queries,
    Histogram histogram,
    int samplesPerQuery,
    long elapsedNanos,
    OptionalLong inferences,
    QueryLooks looks,
    List<LoadSlice> slices,
    Stages stages) {

  /** Copies the list. */
  public SoloObservations {
    Objects.requireNonNull(looks, "looks");
    Objects.requireNonNull(stages, "stages");
    slices = List.copyOf(slices);
  }

  /** Of a load without batches, slices and stages that was looked at once. */
  public SoloObservations(
      String arm,
      String load,
      Block queries,
      Histogram histogram,
      int samplesPerQuery,
      long elapsedNanos) {
    this(
        arm,
        load,
        queries,
        histogram,
        samplesPerQuery,
        elapsedNanos,
        OptionalLong.empty(),
        QueryLooks.AT_THE_END,
        List.of(),
        Stages.NONE);
  }

  /** The same with looks that were planned. */
  public SoloObservations with(QueryLooks planned) {
    return new SoloObservations(
        arm,
        load,
        queries,
        histogram,
        samplesPerQuery,
        elapsedNanos,
        inferences,
        planned,
        slices,
        stages);
  }

  /** The same with the work around an inference. */
  public SoloObservations with(Stages around) {
    return new SoloObservations(
        arm,
        load,
        queries,
        histogram,
        samplesPerQuery,
        elapsedNanos,
        inferences,
        looks,
        slices,
        around);
  }

  /** The same with slices of its time. */
  public SoloObservations with(List<LoadSlice> ofTime) {
    return new SoloObservations(
        arm,
        load,
        queries,
        histogram,
        samplesPerQuery,
        elapsedNanos,
        inferences,
        looks,
        ofTime,
        stages);
  }

  /** The same with the number of inferences in which batched queries were run. */
  public SoloObservations withInferences(long count) {
    return new SoloObservations(
        arm,
        load,
        queries,
        histogram,
        samplesPerQuery,
        elapsedNanos,
        OptionalLong.of(count),
        looks,
        slices,
        stages);
  }
}
