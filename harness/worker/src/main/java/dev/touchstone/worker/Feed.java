package dev.touchstone.worker;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.touchstone.worker.LoadedModel.TensorPort;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** One set of inputs in memory that ONNX Runtime reads in place. */
final class Feed implements AutoCloseable {

  private final Map<String, DirectTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  /**
   * Makes inputs of generated values: uniform in [-1, 1) for 32- and 64-bit floating point, zero
   * otherwise.
   *
   * @throws OrtException if ONNX Runtime takes no such tensors
   */
  static Feed generated(LoadedModel model, List<TensorPort> ports, InputShapes shapes, long seed)
      throws OrtException {
    Feed feed = new Feed();
    SplittableRandom random = new SplittableRandom(seed);
    for (TensorPort port : ports) {
      DirectTensor tensor =
          DirectTensor.of(model.environment(), port.type(), shapes.of(port.declared()));
      fill(tensor.bytes(), port.type(), random);
      feed.inputs.put(port.declared().name(), tensor);
      feed.tensors.put(port.declared().name(), tensor.tensor());
    }
    return feed;
  }

  /**
   * Inputs of smaller shapes in the first part of this memory.
   *
   * @throws OrtException if ONNX Runtime takes no such tensors
   */
  Feed first(LoadedModel model, InputShapes shapes) throws OrtException, ModelRefusedException {
    Feed part = new Feed();
    for (TensorPort port : model.inputs()) {
      String name = port.declared().name();
      DirectTensor whole = Objects.requireNonNull(inputs.get(name), name);
      DirectTensor tensor =
          whole.first(model.environment(), port.type(), shapes.of(port.declared()));
      part.inputs.put(name, tensor);
      part.tensors.put(name, tensor.tensor());
    }
    return part;
  }

  /** The tensors as ONNX Runtime wants them, by input. */
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  /** The memory of one input. */
  ByteBuffer bytes(String input) {
    return Objects.requireNonNull(inputs.get(input), input).bytes();
  }

  @Override
  public void close() {
    for (OnnxTensor tensor : tensors.values()) {
      tensor.close();
    }
  }

  private static void fill(ByteBuffer bytes, OnnxJavaType type, SplittableRandom random) {
    if (type == OnnxJavaType.FLOAT) {
      for (int i = 0; i < bytes.limit(); i += Float.BYTES) {
        bytes.putFloat(i, (float) (random.nextDouble() * 2 - 1));
      }
    } else if (type == OnnxJavaType.DOUBLE) {
      for (int i = 0; i < bytes.limit(); i += Double.BYTES) {
        bytes.putDouble(i, random.nextDouble() * 2 - 1);
      }
    }
  }
}
