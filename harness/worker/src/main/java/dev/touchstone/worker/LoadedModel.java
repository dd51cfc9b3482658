package dev.touchstone.worker;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import dev.touchstone.worker.protocol.ModelSource;
import dev.touchstone.worker.protocol.Optimization;
import dev.touchstone.worker.protocol.Port;
import dev.touchstone.worker.protocol.RuntimeSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model in ONNX Runtime, ready to be fed. */
final class LoadedModel implements AutoCloseable {

  private final OrtEnvironment environment;
  private final SessionOptions options;
  private final OrtSession session;

  private LoadedModel(OrtEnvironment environment, SessionOptions options, OrtSession session) {
    this.environment = environment;
    this.options = options;
    this.session = session;
  }

  /**
   * Loads a model.
   *
   * @throws ModelRefusedException if ONNX Runtime refuses it
   */
  static LoadedModel load(OrtEnvironment environment, String path, RuntimeSettings settings)
      throws ModelRefusedException {
    SessionOptions options = new SessionOptions();
    try {
      options.setIntraOpNumThreads(settings.threads());
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(level(settings.optimization()));
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      for (Map.Entry<String, String> entry : settings.entries().entrySet()) {
        options.addConfigEntry(entry.getKey(), entry.getValue());
      }
      OrtSession session =
          settings.source() == ModelSource.BYTES
              ? fromBytes(environment, Path.of(path), options)
              : environment.createSession(path, options);
      return new LoadedModel(environment, options, session);
    } catch (OrtException e) {
      options.close();
      throw new ModelRefusedException(message(e));
    } catch (IOException e) {
      options.close();
      throw new ModelRefusedException("the model's bytes cannot be loaded: " + message(e));
    }
  }

  /** The bytes lie outside the heap, which is of one size whatever is loaded. */
  private static OrtSession fromBytes(OrtEnvironment environment, Path path, SessionOptions options)
      throws OrtException, IOException {
    // What is loaded from memory has no folder in which its external weights could be found.
    options.addConfigEntry(
        "session.model_external_initializers_file_folder_path", folderOf(path).toString());
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw new IOException(
            "it has %d bytes where at most %d can be passed; load it from its file"
                .formatted(file.size(), Integer.MAX_VALUE));
      }
      ByteBuffer bytes = ByteBuffer.allocateDirect((int) file.size());
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // until the end
      }
      bytes.flip();
      return environment.createSession(bytes, options);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  OrtEnvironment environment() {
    return environment;
  }

  OrtSession session() {
    return session;
  }

  /** What the model wants, in its order; all of them tensors. */
  List<TensorPort> inputs() throws ModelRefusedException {
    List<TensorPort> inputs = new ArrayList<>();
    try {
      for (NodeInfo node : session.getInputInfo().values()) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
          throw new ModelRefusedException(
              "input \"%s\" is no tensor; only tensors can be fed".formatted(node.getName()));
        }
        inputs.add(port(node, info));
      }
    } catch (OrtException e) {
      throw new ModelRefusedException(message(e));
    }
    return inputs;
  }

  /** What the model answers, in its order; sequences and maps are left out. */
  List<TensorPort> outputs() throws ModelRefusedException {
    List<TensorPort> outputs = new ArrayList<>();
    try {
      for (NodeInfo node : session.getOutputInfo().values()) {
        if (node.getInfo() instanceof TensorInfo info) {
          outputs.add(port(node, info));
        }
      }
    } catch (OrtException e) {
      throw new ModelRefusedException(message(e));
    }
    return outputs;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("closing a session", e);
    }
    options.close();
  }

  /** The runtime's own words, which may be missing. */
  static String message(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * A tensor that goes in or comes out.
   *
   * @param declared name and shape
   * @param type of its elements
   */
  record TensorPort(Declared declared, OnnxJavaType type) {

    Port forPeople() {
      return new Port(declared.name(), type.name(), declared.shapeText());
    }
  }

  private static TensorPort port(NodeInfo node, TensorInfo info) {
    return new TensorPort(
        Declared.of(node.getName(), info.getShape(), info.getDimensionNames()), info.type);
  }

  private static OptLevel level(Optimization optimization) {
    return switch (optimization) {
      case NONE -> OptLevel.NO_OPT;
      case BASIC -> OptLevel.BASIC_OPT;
      case EXTENDED -> OptLevel.EXTENDED_OPT;
      case ALL -> OptLevel.ALL_OPT;
    };
  }
}
