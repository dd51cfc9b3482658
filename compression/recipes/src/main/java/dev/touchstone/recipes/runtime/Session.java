package dev.touchstone.recipes.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.scenarios.data.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A model loaded into ONNX Runtime on one thread of the CPU, so that the same input gives the same
 * bits. Close it. Several threads may run it at once, each on inputs of its own.
 */
public final class Session implements AutoCloseable {

  /** Larger messages go through a file, as protobuf and Java arrays end at 2 GiB. */
  private static final long LARGEST_IN_MEMORY = 1L << 30;

  /** A node that makes more of a few constants is not evaluated when the model is loaded. */
  private static final String LARGEST_FOLD = Long.toString(1L << 30);

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * Loads a model.
   *
   * @throws UnusableModelException with ONNX Runtime's own reason if it refuses the model
   */
  public Session(OnnxModel model, Optimization optimization) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(optimization.level());
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.addConfigEntry(
          "optimization.constant_folding_max_output_size_in_bytes", LARGEST_FOLD);
      session = open(model, options);
    } catch (OrtException e) {
      throw refusal(e);
    }
  }

  /**
   * Loads a file as a deployment does, with its external data, and lets it go again.
   *
   * @throws UnusableModelException with ONNX Runtime's own reason if it refuses the model
   */
  public static void requireLoads(Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      OrtEnvironment.getEnvironment().createSession(file.toString(), options).close();
    } catch (OrtException e) {
      throw refusal(e);
    }
  }

  private OrtSession open(OnnxModel model, OrtSession.SessionOptions options) throws OrtException {
    if (model.bytes() <= LARGEST_IN_MEMORY) {
      return environment.createSession(model.toByteArray(), options);
    }
    try {
      Path folder = Files.createTempDirectory("touchstone-model");
      Path file = folder.resolve("model.onnx");
      try {
        model.writeWithExternalData(file, 1024);
        return environment.createSession(file.toString(), options);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder.resolve("model.onnx.data"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a model in the temporary folder", e);
    }
  }

  /** What ONNX Runtime says it takes at each run, by name in the model's order. */
  public Map<String, ValueType> inputs() {
    return describe(true);
  }

  /** What ONNX Runtime says it gives, by name in the model's order. */
  public Map<String, ValueType> outputs() {
    return describe(false);
  }

  private Map<String, ValueType> describe(boolean inputs) {
    try {
      Map<String, NodeInfo> infos = inputs ? session.getInputInfo() : session.getOutputInfo();
      Map<String, ValueType> types = new LinkedHashMap<>();
      infos.forEach((name, info) -> types.put(name, ValueType.of(info.getInfo())));
      return types;
    } catch (OrtException e) {
      throw refusal(e);
    }
  }

  /**
   * Runs the model once and gives every output that is a tensor of numbers.
   *
   * @param inputs by name, with the batch dimension
   * @throws UnusableModelException with ONNX Runtime's own reason if the run fails
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    run(
        inputs,
        session.getOutputNames(),
        (name, t) -> Tensors.copy(t).ifPresent(v -> results.put(name, v)));
    return results;
  }

  /**
   * Runs the model once and shows 32-bit float tensors one after the other, without keeping them.
   *
   * @param tensors inputs or outputs of the model
   * @param observer gets each tensor's name and its values
   * @throws UnusableModelException with ONNX Runtime's own reason if the run fails
   */
  public void observe(
      Map<String, Tensor> inputs, Set<String> tensors, BiConsumer<String, FloatBuffer> observer) {
    Set<String> outputs = new LinkedHashSet<>(session.getOutputNames());
    outputs.retainAll(tensors);
    inputs.forEach(
        (name, t) -> {
          if (tensors.contains(name)) {
            observer.accept(name, t.elements().asFloatBuffer());
          }
        });
    if (!outputs.isEmpty()) {
      run(inputs, outputs, (name, t) -> observer.accept(name, t.getFloatBuffer()));
    }
  }

  /**
   * Runs the model once and shows the outputs that were asked for, one after the other.
   *
   * @param outputs names
   * @param observer gets each output's name and its tensor, which is gone after the call
   */
  void run(
      Map<String, Tensor> inputs, Set<String> outputs, BiConsumer<String, OnnxTensor> observer) {
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
        feeds.put(e.getKey(), Tensors.toRuntime(environment, e.getValue()));
      }
      try (OrtSession.Result result = session.run(feeds, outputs)) {
        for (Map.Entry<String, OnnxValue> e : result) {
          if (e.getValue() instanceof OnnxTensor tensor) {
            observer.accept(e.getKey(), tensor);
          }
        }
      }
    } catch (OrtException e) {
      throw refusal(e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private static UnusableModelException refusal(OrtException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return new UnusableModelException("ONNX Runtime says: " + message, e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw refusal(e);
    }
  }
}
