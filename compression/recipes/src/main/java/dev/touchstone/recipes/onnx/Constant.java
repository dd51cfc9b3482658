package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A named constant tensor: an initializer, or the value of a {@code Constant} node.
 *
 * <p>Numbers come out of {@code raw_data} and of the typed fields alike. Raw bytes are
 * little-endian and row-major; 4-bit elements lie two to a byte, the first in the low nibble
 * (onnx.proto, {@code TensorProto.raw_data}).
 */
public final class Constant {

  private final TensorProto proto;
  private final OnnxType type;

  private Constant(TensorProto proto) {
    this.proto = proto;
    this.type = OnnxType.of(proto.getDataType());
  }

  /**
   * Wraps a tensor whose bytes are in the message.
   *
   * @throws UnusableModelException if its element type is unknown or its bytes are elsewhere
   */
  public static Constant of(TensorProto proto) {
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new UnusableModelException(
          "tensor \"" + proto.getName() + "\" lies in an external file that was not loaded");
    }
    return new Constant(proto);
  }

  /** A tensor of 32-bit floats. */
  public static Constant floats(String name, long[] shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return raw(name, OnnxType.FLOAT, shape, bytes.array());
  }

  /**
   * A tensor of real numbers, each rounded to the type's nearest, halves to even; what is too large
   * for it becomes infinite.
   *
   * @param type FLOAT, DOUBLE, FLOAT16 or BFLOAT16
   */
  public static Constant reals(String name, OnnxType type, long[] shape, float... values) {
    return raw(name, type, shape, Elements.encode(type, values));
  }

  /** A scalar of 32-bit float. */
  public static Constant scalar(String name, float value) {
    return floats(name, new long[0], value);
  }

  /** A tensor of whole numbers, cut to the type's width. */
  public static Constant integers(String name, OnnxType type, long[] shape, long... values) {
    return raw(name, type, shape, Elements.encode(type, values));
  }

  /**
   * A tensor of packed little-endian bytes.
   *
   * @throws IllegalArgumentException if the bytes are too few or too many for the shape
   */
  public static Constant raw(String name, OnnxType type, long[] shape, byte[] bytes) {
    long expected = type.bytes(count(shape));
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          "%s%s of %s needs %d bytes, was given %d"
              .formatted(name, Arrays.toString(shape), type, expected, bytes.length));
    }
    TensorProto.Builder proto = TensorProto.newBuilder().setName(name).setDataType(type.code());
    for (long d : shape) {
      proto.addDims(d);
    }
    return new Constant(proto.setRawData(ByteString.copyFrom(bytes)).build());
  }

  /** The same tensor under another name. */
  public Constant renamed(String name) {
    return new Constant(proto.toBuilder().setName(name).build());
  }

  /**
   * The same tensor with other numbers, in the same element type; the way to write weights back.
   *
   * @param values row-major, as many as before
   * @throws UnusableModelException if the elements are no real numbers
   */
  public Constant withFloats(float... values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(
          name() + " has " + size() + " elements, was given " + values.length);
    }
    byte[] bytes = Elements.encode(type, values);
    TensorProto.Builder kept =
        proto.toBuilder().clearFloatData().clearDoubleData().clearInt32Data();
    return new Constant(kept.setRawData(ByteString.copyFrom(bytes)).build());
  }

  /** Its name; blank for some values of {@code Constant} nodes. */
  public String name() {
    return proto.getName();
  }

  /** Type of the elements. */
  public OnnxType type() {
    return type;
  }

  /** A copy of the dimensions, outermost first; empty for a scalar. */
  public long[] shape() {
    long[] shape = new long[proto.getDimsCount()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = proto.getDims(i);
    }
    return shape;
  }

  /**
   * How many elements it has.
   *
   * @throws UnusableModelException if a dimension is negative or they are too many to count
   */
  public long size() {
    return count(shape());
  }

  /** Bytes that its elements take in a file. */
  public long bytes() {
    return type == OnnxType.STRING
        ? proto.getStringDataList().stream().mapToLong(ByteString::size).sum()
        : type.bytes(size());
  }

  /**
   * All elements as 32-bit floats, row-major; a {@code DOUBLE} is rounded, half formats are
   * widened, whole numbers are converted.
   *
   * @throws UnusableModelException if the elements are no numbers
   */
  public float[] toFloats() {
    return Elements.toFloats(type, countInMemory(), rawBytes());
  }

  /**
   * All elements as whole numbers, row-major; unsigned 64-bit numbers wrap.
   *
   * @throws UnusableModelException if the elements are no whole numbers
   */
  public long[] toLongs() {
    return Elements.toLongs(type, countInMemory(), rawBytes());
  }

  private int countInMemory() {
    if (size() > Integer.MAX_VALUE) {
      throw new UnusableModelException(
          "tensor \"%s\" has %d elements; arrays end at 2147483647".formatted(name(), size()));
    }
    return (int) size();
  }

  /**
   * The elements as packed little-endian bytes, whichever field of the message they lie in.
   *
   * @throws UnusableModelException for strings, and if the message holds too few
   */
  public byte[] rawBytes() {
    byte[] bytes =
        proto.hasRawData() && !proto.getRawData().isEmpty()
            ? proto.getRawData().toByteArray()
            : Elements.typedFields(proto, type);
    if (bytes.length != type.bytes(size())) {
      throw new UnusableModelException(
          "tensor \"%s\" of %s%s should have %d bytes, the file holds %d"
              .formatted(name(), type, Arrays.toString(shape()), type.bytes(size()), bytes.length));
    }
    return bytes;
  }

  /** The message behind it. */
  public TensorProto proto() {
    return proto;
  }

  static long count(long[] shape) {
    long count = 1;
    for (long d : shape) {
      if (d < 0 || (d > 0 && count > Long.MAX_VALUE / d)) {
        throw new UnusableModelException(
            "shape " + Arrays.toString(shape) + " has no number of elements that can be counted");
      }
      count *= d;
    }
    return count;
  }

  @Override
  public String toString() {
    return name() + ": " + type + Arrays.toString(shape());
  }
}
