package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.runner.job.RejectedException;
import java.nio.file.Path;

/**
 * Copies a model to where the user wants it, with its external data beside it, which takes its name
 * from the copy: two copies in one folder have weights of their own.
 */
final class ModelCopy {

  private static final String RUNTIME_FORMAT = ".ort";

  private ModelCopy() {}

  static void write(Path model, Path target) {
    ModelFiles.of(model).copyTo(target);
  }

  /** Whether a name is one of ONNX Runtime's own format. */
  static boolean isRuntimeFormat(Path model) {
    return model.toString().endsWith(RUNTIME_FORMAT);
  }

  /** Rejects a name by which ONNX Runtime would take the file for one of the other format. */
  static void requireName(Path model, Path target) {
    boolean made = isRuntimeFormat(model);
    if (made != isRuntimeFormat(target)) {
      throw new RejectedException(
          "--out: \"%s\" is to be %s; by its name ONNX Runtime knows the format: it has to end in %s"
              .formatted(
                  target,
                  made ? "in ONNX Runtime's own format" : "an ONNX file",
                  made ? RUNTIME_FORMAT : "something else, such as .onnx"));
    }
  }
}
