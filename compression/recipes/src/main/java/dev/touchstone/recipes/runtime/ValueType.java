package dev.touchstone.recipes.runtime;

import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What is known of a tensor before a run.
 *
 * @param type of its elements; empty if it is no tensor but a sequence, map or optional
 * @param shape outermost dimension first; empty where a size is known only at run time
 */
public record ValueType(Optional<OnnxType> type, List<OptionalLong> shape) {

  /** Copies the shape. */
  public ValueType {
    shape = List.copyOf(shape);
  }

  static ValueType of(ValueInfo info) {
    if (!(info instanceof TensorInfo tensor)) {
      return new ValueType(Optional.empty(), List.of());
    }
    List<OptionalLong> shape =
        LongStream.of(tensor.getShape())
            .mapToObj(d -> d < 0 ? OptionalLong.empty() : OptionalLong.of(d))
            .toList();
    int code = Tensors.onnxCode(tensor.onnxType);
    return new ValueType(code == 0 ? Optional.empty() : Optional.of(OnnxType.of(code)), shape);
  }

  /** Whether the elements are 32-bit floats. */
  public boolean isFloat() {
    return type.equals(Optional.of(OnnxType.FLOAT));
  }
}
