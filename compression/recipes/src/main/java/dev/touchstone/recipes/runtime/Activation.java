package dev.touchstone.recipes.runtime;

import ai.onnxruntime.OnnxTensor;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** The value of a tensor in one run; gone when the run is over. */
public final class Activation {

  private final String name;
  private final OnnxTensor tensor;

  Activation(String name, OnnxTensor tensor) {
    this.name = name;
    this.tensor = tensor;
  }

  /** The tensor's name. */
  public String name() {
    return name;
  }

  /** Type of the elements. */
  public OnnxType type() {
    return OnnxType.of(Tensors.onnxCode(tensor.getInfo().onnxType));
  }

  /** Dimensions, outermost first. */
  public List<Long> shape() {
    return Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
  }

  /** A copy of all elements of a tensor of type {@code FLOAT}, row-major. */
  public FloatBuffer floats() {
    return tensor.getFloatBuffer();
  }

  /**
   * A copy of all elements as 32-bit floats, row-major; half formats are widened, whole numbers
   * converted.
   *
   * @throws UnusableModelException if the elements are no numbers
   */
  public float[] values() {
    if (type() == OnnxType.FLOAT) {
      FloatBuffer buffer = floats();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
    if (type() == OnnxType.STRING) {
      throw new UnusableModelException(name + " holds texts");
    }
    ByteBuffer buffer = tensor.getByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes); // ONNX Runtime runs on little-endian machines only
    return Constant.raw(name, type(), tensor.getInfo().getShape(), bytes).toFloats();
  }
}
