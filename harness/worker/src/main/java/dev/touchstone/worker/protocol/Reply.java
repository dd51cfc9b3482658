package dev.touchstone.worker.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a worker answers. */
public sealed interface Reply {

  /** The order was read; sent before anything is loaded. */
  record Started() implements Reply {}

  /**
   * The model is loaded and warm.
   *
   * @param marks when what was reached
   * @param cpuNanos CPU time of the whole process up to the end of the first inference; empty where
   *     the kernel does not say
   * @param loadingPeakBytes high-water mark of the resident set when the session had been created;
   *     empty where the kernel does not say
   * @param afterWarmUp memory when the warm-up was over; empty where the kernel does not say
   * @param warmUpIterations how many it took
   * @param cpuAccount whose CPU time blocks report
   * @param outputs {@code pinned}, or why they are not
   * @param runtimeVersion of ONNX Runtime
   * @param modelInputs of the model; empty without a model
   * @param modelOutputs of the model; empty without a model
   */
  record Ready(
      Marks marks,
      OptionalLong cpuNanos,
      OptionalLong loadingPeakBytes,
      Optional<Usage> afterWarmUp,
      int warmUpIterations,
      CpuAccount cpuAccount,
      String outputs,
      String runtimeVersion,
      List<Port> modelInputs,
      List<Port> modelOutputs)
      implements Reply {

    /** Copies the lists. */
    public Ready {
      modelInputs = List.copyOf(modelInputs);
      modelOutputs = List.copyOf(modelOutputs);
    }
  }

  /** Some of the observations of a block or load, in order; further ones may follow. */
  final class Observed implements Reply {

    /** How many observations one message holds at most. */
    public static final int MAX = 4096;

    private final long[] wallNanos;
    private final long[] cpuNanos;

    /**
     * Wraps the observations without copying them.
     *
     * @param cpuNanos of the same length as {@code wallNanos}
     */
    public Observed(long[] wallNanos, long[] cpuNanos) {
      if (wallNanos.length != cpuNanos.length) {
        throw new IllegalArgumentException(
            wallNanos.length + " wall times and " + cpuNanos.length + " CPU times");
      }
      this.wallNanos = wallNanos;
      this.cpuNanos = cpuNanos;
    }

    /** How many there are. */
    public int size() {
      return wallNanos.length;
    }

    /** Wall time of one, in nanoseconds. */
    public long wallNanos(int index) {
      return wallNanos[index];
    }

    /** CPU time of one, in nanoseconds. */
    public long cpuNanos(int index) {
      return cpuNanos[index];
    }
  }

  /**
   * A block is over.
   *
   * @param observations how many were sent
   */
  record Done(long observations) implements Reply {}

  /**
   * A load is over.
   *
   * @param observations how many were sent
   * @param queries how many were run; more than were sent if there were more than {@link
   *     Stop#RAW_QUERIES}
   * @param samplesPerQuery how many samples a query holds
   * @param inferencesPerQuery 1 if the samples of a query form one batch; as many as there are
   *     samples if the model takes no batches
   * @param elapsedNanos wall time from the first query's start to the last one's end
   * @param inferences how often the model was run; fewer than there are queries where waiting ones
   *     were put together
   * @param histogram wall latencies of all queries in nanoseconds
   */
  record LoadDone(
      long observations,
      long queries,
      int samplesPerQuery,
      int inferencesPerQuery,
      long elapsedNanos,
      long inferences,
      EncodedHistogram histogram)
      implements Reply {}

  /**
   * One slice of the time of a sustained load is over.
   *
   * @param index counted from 0
   * @param fromNanos since the load's start
   * @param toNanos since the load's start
   * @param histogram wall latencies in nanoseconds of the queries that ended in the slice
   */
  record Sliced(int index, long fromNanos, long toNanos, EncodedHistogram histogram)
      implements Reply {}

  /**
   * The model cannot be run in the way that a load asks for; it is well otherwise, and the worker
   * waits for the next command.
   *
   * @param reason one sentence
   */
  record Unsuited(String reason) implements Reply {}

  /**
   * All samples were run and the outputs are on disk.
   *
   * @param samples how many
   */
  record QualityDone(long samples) implements Reply {}

  /** Memory as it is now; empty where the kernel does not say. */
  record MemoryRead(Optional<Usage> usage) implements Reply {}

  /**
   * ONNX Runtime refused the model, the settings or the inputs; nothing can be run.
   *
   * @param reason in the runtime's own words, one or more lines
   */
  record Refused(String reason) implements Reply {}

  /**
   * A command could not be carried out; the worker waits for the next one.
   *
   * @param reason in the runtime's own words, one or more lines
   */
  record Failed(String reason) implements Reply {}
}
