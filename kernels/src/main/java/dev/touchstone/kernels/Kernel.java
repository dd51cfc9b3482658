package dev.touchstone.kernels;

import dev.touchstone.recipes.CalibrationSamples;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.worker.MeasuredCall;
import dev.touchstone.worker.protocol.RuntimeSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** An operator at one precision, loaded in the runtime as a worker loads a model. */
interface Kernel extends AutoCloseable {

  /** Stands in a benchmark's field until its setup has run. */
  Kernel NOT_OPEN =
      new Kernel() {
        @Override
        public void run() {
          throw new IllegalStateException("the benchmark was not set up");
        }

        @Override
        public void bare() {
          run();
        }

        @Override
        public long timed() {
          run();
          return 0;
        }

        @Override
        public void close() {
          // Nothing was opened.
        }
      };

  /** One inference. */
  void run();

  /** One inference with nothing of ours around the runtime's own call. */
  void bare();

  /** One inference as a worker times it; its wall time in nanoseconds. */
  long timed();

  @Override
  void close();

  /**
   * Loads an operator.
   *
   * @throws IllegalArgumentException if the runtime refuses it
   */
  static Kernel open(Operator operator, Precision precision) {
    TemporaryFolder scratch = TemporaryFolder.create();
    Path folder = scratch.path();
    Path model = folder.resolve("operator.onnx");
    operator.model().write(model);
    Path used = precision == Precision.FLOAT32 ? model : quantized(operator, model, folder);
    MeasuredCall call = MeasuredCall.open(used, RuntimeSettings.DEFAULT);
    return new Kernel() {
      @Override
      public void run() {
        call.run();
      }

      @Override
      public void bare() {
        call.bare();
      }

      @Override
      public long timed() {
        return call.timed();
      }

      @Override
      public void close() {
        call.close();
        scratch.close();
      }
    };
  }

  private static Path quantized(Operator operator, Path model, Path folder) {
    return new Compressor(folder.resolve("cache"), "kernels")
        .compress(
            model,
            RecipeReader.read("int8-static"),
            Optional.of(new CalibrationSamples(new NormalSamples(operator), NormalSamples.SIZE)),
            Set.of(),
            Progress.NONE)
        .file();
  }
}
