package dev.touchstone.worker;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.touchstone.worker.protocol.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A tensor over memory outside the heap that ONNX Runtime reads and writes in place.
 *
 * @param bytes all elements, in native byte order, from 0 to the limit
 * @param tensor the same memory as ONNX Runtime sees it
 */
record DirectTensor(ByteBuffer bytes, OnnxTensor tensor) {

  /**
   * Makes a tensor of zeros.
   *
   * @throws OrtException if ONNX Runtime takes no such tensor
   */
  static DirectTensor of(OrtEnvironment environment, OnnxJavaType type, long[] shape)
      throws OrtException {
    // A view in the other byte order would be taken without a word and give garbage.
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(bytes(type, shape)).order(ByteOrder.nativeOrder());
    return new DirectTensor(buffer, wrap(environment, type, shape, buffer));
  }

  /**
   * A smaller tensor over the first part of this memory.
   *
   * @throws OrtException if ONNX Runtime takes no such tensor
   */
  DirectTensor first(OrtEnvironment environment, OnnxJavaType type, long[] shape)
      throws OrtException {
    ByteBuffer part = bytes.slice(0, bytes(type, shape)).order(ByteOrder.nativeOrder());
    return new DirectTensor(part, wrap(environment, type, shape, part));
  }

  private static int bytes(OnnxJavaType type, long[] shape) {
    long bytes = type.size;
    for (long size : shape) {
      bytes = Math.multiplyExact(bytes, size);
    }
    return Math.toIntExact(bytes);
  }

  /** ONNX Runtime's element type as it stands in files; empty for text and unknown types. */
  static Optional<TensorType> fileType(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> Optional.of(TensorType.FLOAT32);
      case DOUBLE -> Optional.of(TensorType.FLOAT64);
      case INT8 -> Optional.of(TensorType.INT8);
      case INT16 -> Optional.of(TensorType.INT16);
      case INT32 -> Optional.of(TensorType.INT32);
      case INT64 -> Optional.of(TensorType.INT64);
      case BOOL -> Optional.of(TensorType.BOOL);
      case UINT8 -> Optional.of(TensorType.UINT8);
      case FLOAT16 -> Optional.of(TensorType.FLOAT16);
      case BFLOAT16 -> Optional.of(TensorType.BFLOAT16);
      case STRING, UNKNOWN -> Optional.empty();
    };
  }

  private static OnnxTensor wrap(
      OrtEnvironment environment, OnnxJavaType type, long[] shape, ByteBuffer buffer)
      throws OrtException {
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, buffer.asDoubleBuffer(), shape);
      case INT16, FLOAT16, BFLOAT16 ->
          OnnxTensor.createTensor(environment, buffer.asShortBuffer(), shape, type);
      case INT32 -> OnnxTensor.createTensor(environment, buffer.asIntBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(environment, buffer.asLongBuffer(), shape);
      case INT8, UINT8, BOOL -> OnnxTensor.createTensor(environment, buffer, shape, type);
      case STRING, UNKNOWN -> throw new OrtException("tensors of type " + type + " are not taken");
    };
  }
}
