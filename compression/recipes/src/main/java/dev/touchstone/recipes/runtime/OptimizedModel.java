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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What ONNX Runtime makes of a model before it runs it. */
public final class OptimizedModel {

  /** The runtime writes it as one file, and protobuf ends at 2 GiB. */
  private static final long LARGEST = 1L << 30;

  private OptimizedModel() {}

  /**
   * The graph up to the level <i>extended</i>, to be looked at: with all fusions and integer
   * kernels, but before the last level, which only lays data out for the CPU at hand.
   *
   * @return empty if the model is too large for that, or the runtime cannot write what it made
   */
  public static Optional<OnnxModel> asItRuns(OnnxModel model) {
    if (model.bytes() > LARGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(model, Optimization.EXTENDED));
    } catch (UnusableModelException e) {
      return Optional.empty(); // some kernels' own formats cannot be written down
    }
  }

  /**
   * The graph as it will run on this machine: with the Casts that the runtime puts around operators
   * it has no kernel for, and with its own fused operators. At {@link Optimization#ALL} it may hold
   * operators for this machine's kind of CPU only: to look at, never to ship.
   *
   * @throws UnusableModelException with ONNX Runtime's own reason if it refuses the model
   */
  public static OnnxModel of(OnnxModel model, Optimization optimization) {
    try {
      Path folder = Files.createTempDirectory("touchstone-optimized");
      try {
        Path source = folder.resolve("source.onnx");
        Path target = folder.resolve("target.onnx");
        model.write(source);
        save(source, target, optimization, "ONNX");
        return OnnxModel.read(target);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a model in the temporary folder", e);
    }
  }

  /**
   * Writes a model in ONNX Runtime's own format, optimized beforehand.
   *
   * @param model an ONNX file
   * @param target whose name ends in {@code .ort}, by which the runtime knows the format
   * @param optimization not {@link Optimization#ALL}: that is good on this kind of CPU only
   * @throws UnusableModelException with ONNX Runtime's own reason if it refuses the model
   */
  public static void writeOrtFormat(Path model, Path target, Optimization optimization) {
    if (optimization == Optimization.ALL) {
      throw new IllegalArgumentException("full optimization is good on this kind of CPU only");
    }
    save(model, target, optimization, "ORT");
  }

  private static void save(Path source, Path target, Optimization level, String format) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(level.level());
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizedModelFilePath(target.toString());
      options.addConfigEntry("session.save_model_format", format);
      OrtEnvironment.getEnvironment().createSession(source.toString(), options).close();
    } catch (OrtException e) {
      throw new UnusableModelException("ONNX Runtime says: " + String.valueOf(e.getMessage()), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
