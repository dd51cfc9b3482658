package dev.touchstone.worker;

import ai.onnxruntime.OrtEnvironment;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.RuntimeSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One call of the runtime just as a worker makes it, but in the process of the caller: for
 * benchmarks of the call itself. Inputs are generated. Not thread-safe.
 */
public final class MeasuredCall implements AutoCloseable {

  private final LoadedModel loaded;
  private final PreparedModel prepared;

  private MeasuredCall(LoadedModel loaded, PreparedModel prepared) {
    this.loaded = loaded;
    this.prepared = prepared;
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
      return new MeasuredCall(loaded, prepared);
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

  @Override
  public void close() {
    prepared.close();
    loaded.close();
  }
}
