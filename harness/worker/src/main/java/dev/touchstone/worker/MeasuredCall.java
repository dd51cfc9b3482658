package dev.touchstone.worker;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.RuntimeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One call of the runtime just as a worker makes it, but in the process of the caller: for
 * benchmarks of the call itself. Inputs are generated. Not thread-safe.
 */
public final class MeasuredCall implements AutoCloseable {

  private final LoadedModel loaded;
  private final PreparedModel prepared;
  private final Stopwatch stopwatch;
  private final ObservationLog nothingKept = new ObservationLog(0);

  private MeasuredCall(LoadedModel loaded, PreparedModel prepared, Stopwatch stopwatch) {
    this.loaded = loaded;
    this.prepared = prepared;
    this.stopwatch = stopwatch;
  }

  /**
   * Loads a model and runs it once.
   *
   * @throws IllegalArgumentException if the runtime refuses the model, in its own words
   */
  public static MeasuredCall open(Path model, RuntimeSettings settings) {
    try {
      LoadedModel loaded =
          LoadedModel.load(OrtEnvironment.getEnvironment(), model.toString(), settings);
      PreparedModel prepared = PreparedModel.of(loaded, ModelInputs.GENERATED, Optional.empty(), 1);
      prepared.runFirst(loaded);
      CpuClock cpu = CpuClocks.choose(settings.threads(), List.of());
      return new MeasuredCall(loaded, prepared, new Stopwatch(new SystemClock(), cpu, 0));
    } catch (ModelRefusedException | InferenceException e) {
      throw new IllegalArgumentException(model + " cannot be run: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the model once.
   *
   * @throws IllegalStateException if the runtime reports an error, in its own words
   */
  public void run() {
    try {
      prepared.run();
    } catch (InferenceException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * Runs the model once with nothing of ours around the runtime's own call.
   *
   * @throws IllegalStateException if the runtime reports an error, in its own words
   */
  public void bare() {
    try {
      prepared.runBare();
    } catch (OrtException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * Runs the model once as in a block of a trial: between two readings of both clocks.
   *
   * @return the wall time in nanoseconds
   * @throws IllegalStateException if the runtime reports an error, in its own words
   */
  public long timed() {
    try {
      return stopwatch.time(prepared, nothingKept);
    } catch (InferenceException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    prepared.close();
    loaded.close();
  }
}
