package dev.touchstone.recipes.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX Runtime's own graph optimizer, whose result it writes into a file. */
public final class RuntimeOptimizer {

  private static final String MODEL = "model.onnx";
  private static final String OPTIMIZED = "optimized.onnx";
  private static final String WEIGHTS = "optimized.onnx.data";

  /** Larger models are written with their weights beside them: a message ends at 2 GiB. */
  private static final long LARGEST_SINGLE_FILE = 1L << 30;

  private RuntimeOptimizer() {}

  /**
   * Optimizes a model.
   *
   * @param level {@link Optimization#BASIC} or {@link Optimization#EXTENDED}: what {@link
   *     Optimization#ALL} gives runs on machines like this one only
   * @throws UnusableModelException with ONNX Runtime's own reason if it refuses the model
   * @throws UncheckedIOException if the temporary folder cannot be written
   */
  public static OnnxModel optimize(OnnxModel model, Optimization level) {
    if (level == Optimization.ALL || level == Optimization.NONE) {
      throw new IllegalArgumentException("no portable level of optimization: " + level);
    }
    try {
      Path folder = Files.createTempDirectory("touchstone-fuse");
      try {
        model.write(folder.resolve(MODEL));
        optimize(folder, level, model.bytes() > LARGEST_SINGLE_FILE);
        return OnnxModel.read(folder.resolve(OPTIMIZED));
      } finally {
        for (String file : List.of(MODEL, MODEL + ".data", OPTIMIZED, WEIGHTS)) {
          Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a model in the temporary folder", e);
    }
  }

  private static void optimize(Path folder, Optimization level, boolean weightsBeside) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(level.level());
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizedModelFilePath(folder.resolve(OPTIMIZED).toString());
      if (weightsBeside) {
        options.addConfigEntry("session.optimized_model_external_initializers_file_name", WEIGHTS);
        options.addConfigEntry(
            "session.optimized_model_external_initializers_min_size_in_bytes", "1024");
      }
      String file = folder.resolve(MODEL).toString();
      OrtEnvironment.getEnvironment().createSession(file, options).close();
    } catch (OrtException e) {
      // without the temporary file's name, so that the same model gets the same answer
      String reason =
          String.valueOf(e.getMessage())
              .replace("Load model from " + folder.resolve(MODEL) + " failed:", "")
              .strip();
      throw new UnusableModelException("ONNX Runtime says: " + reason, e);
    }
  }
}
