package dev.touchstone.recipes.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Tensors of data sets to and from those of ONNX Runtime. */
final class Tensors {

  private Tensors() {}

  static OnnxTensor toRuntime(OrtEnvironment environment, Tensor tensor) throws OrtException {
    ByteBuffer source = tensor.elements();
    // the runtime reads direct buffers in place; it takes only writable ones
    ByteBuffer direct =
        ByteBuffer.allocateDirect(source.remaining()).order(ByteOrder.nativeOrder());
    direct.put(source).rewind();
    long[] shape = tensor.shape();
    return switch (tensor.type()) {
      case FLOAT32 -> OnnxTensor.createTensor(environment, direct.asFloatBuffer(), shape);
      case FLOAT64 -> OnnxTensor.createTensor(environment, direct.asDoubleBuffer(), shape);
      case INT8 -> OnnxTensor.createTensor(environment, direct, shape, OnnxJavaType.INT8);
      case UINT8 -> OnnxTensor.createTensor(environment, direct, shape, OnnxJavaType.UINT8);
      case BOOL -> OnnxTensor.createTensor(environment, direct, shape, OnnxJavaType.BOOL);
      case INT16 -> OnnxTensor.createTensor(environment, direct.asShortBuffer(), shape);
      case INT32 -> OnnxTensor.createTensor(environment, direct.asIntBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(environment, direct.asLongBuffer(), shape);
      case UINT16 ->
          throw new IllegalArgumentException("ONNX Runtime's Java API takes no UINT16 input");
    };
  }

  /** A copy of the elements; empty for strings and for types that data sets do not have. */
  static Optional<Tensor> copy(OnnxTensor tensor) {
    Optional<ElementType> type = elementType(tensor.getInfo());
    return type.map(
        t -> {
          // the runtime hands out a copy in a direct buffer, except that strings have none
          ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
          return new Tensor(
              t, tensor.getInfo().getShape(), bytes.slice().order(ByteOrder.nativeOrder()));
        });
  }

  private static Optional<ElementType> elementType(TensorInfo info) {
    return Optional.ofNullable(
        switch (info.type) {
          case FLOAT -> ElementType.FLOAT32;
          case DOUBLE -> ElementType.FLOAT64;
          case INT8 -> ElementType.INT8;
          case UINT8 -> ElementType.UINT8;
          case BOOL -> ElementType.BOOL;
          case INT16 -> ElementType.INT16;
          case INT32 -> ElementType.INT32;
          case INT64 -> ElementType.INT64;
          default -> null;
        });
  }

  /** The code of {@code TensorProto.DataType}; 0 if ONNX Runtime does not tell. */
  static int onnxCode(TensorInfo.OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> OnnxType.FLOAT.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> OnnxType.DOUBLE.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> OnnxType.FLOAT16.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> OnnxType.BFLOAT16.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> OnnxType.INT8.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> OnnxType.UINT8.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> OnnxType.INT16.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> OnnxType.UINT16.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> OnnxType.INT32.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> OnnxType.UINT32.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> OnnxType.INT64.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> OnnxType.UINT64.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> OnnxType.STRING.code();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> OnnxType.BOOL.code();
      default -> 0;
    };
  }

  /** The same type in ONNX's words. */
  static OnnxType onnxType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> OnnxType.FLOAT;
      case FLOAT64 -> OnnxType.DOUBLE;
      case INT8 -> OnnxType.INT8;
      case UINT8 -> OnnxType.UINT8;
      case INT16 -> OnnxType.INT16;
      case UINT16 -> OnnxType.UINT16;
      case INT32 -> OnnxType.INT32;
      case INT64 -> OnnxType.INT64;
      case BOOL -> OnnxType.BOOL;
    };
  }
}
