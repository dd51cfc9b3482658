package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements of tensors between Java numbers and the packed little-endian bytes of files. */
final class Elements {

  private Elements() {}

  static float[] toFloats(OnnxType type, int count, byte[] bytes) {
    float[] values = new float[count];
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT -> in.asFloatBuffer().get(values);
      case DOUBLE -> {
        for (int i = 0; i < count; i++) {
          values[i] = (float) in.getDouble();
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          values[i] = HalfFloat.toFloat(in.getShort());
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          values[i] = Float.intBitsToFloat(in.getShort() << 16);
        }
      }
      default -> {
        long[] whole = toLongs(type, count, bytes);
        for (int i = 0; i < count; i++) {
          values[i] = whole[i];
        }
      }
    }
    return values;
  }

  static long[] toLongs(OnnxType type, int count, byte[] bytes) {
    if (!type.isInteger()) {
      throw new UnusableModelException("elements of type " + type + " are no whole numbers");
    }
    long[] values = new long[count];
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case INT8 -> in.get();
            case UINT8, BOOL -> in.get() & 0xFF;
            case INT16 -> in.getShort();
            case UINT16 -> in.getShort() & 0xFFFF;
            case INT32 -> in.getInt();
            case UINT32 -> in.getInt() & 0xFFFF_FFFFL;
            case UINT4 -> nibble(bytes, i);
            case INT4 -> (nibble(bytes, i) ^ 8) - 8; // extends the sign of four bits
            default -> in.getLong();
          };
    }
    return values;
  }

  private static int nibble(byte[] bytes, int i) {
    return (bytes[i / 2] >> (i % 2 * 4)) & 0xF;
  }

  static byte[] encode(OnnxType type, long[] values) {
    if (!type.isInteger()) {
      throw new IllegalArgumentException(type + " is no type of whole numbers");
    }
    byte[] bytes = new byte[Math.toIntExact(type.bytes(values.length))];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      switch (type.bits()) {
        case 4 -> bytes[i / 2] |= (byte) ((values[i] & 0xF) << (i % 2 * 4));
        case 8 -> out.put((byte) values[i]);
        case 16 -> out.putShort((short) values[i]);
        case 32 -> out.putInt((int) values[i]);
        default -> out.putLong(values[i]);
      }
    }
    return bytes;
  }

  static byte[] encode(OnnxType type, float[] values) {
    byte[] bytes = new byte[Math.toIntExact(type.bytes(values.length))];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (type) {
        case FLOAT -> out.putFloat(value);
        case DOUBLE -> out.putDouble(value);
        case FLOAT16 -> out.putShort(HalfFloat.fromFloat(value));
        case BFLOAT16 -> out.putShort(HalfFloat.brainFromFloat(value));
        default -> throw new UnusableModelException(type + " does not hold real numbers");
      }
    }
    return bytes;
  }

  /** Packs what lies in the typed fields of a message; onnx.proto says which type uses which. */
  static byte[] typedFields(TensorProto proto, OnnxType type) {
    int count = Math.toIntExact(type.bits() == 0 ? 0 : fieldCount(proto, type));
    ByteBuffer out =
        ByteBuffer.allocate(Math.multiplyExact(count, Math.max(1, fieldBits(type) / 8)))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT, COMPLEX64 -> proto.getFloatDataList().forEach(out::putFloat);
      case DOUBLE, COMPLEX128 -> proto.getDoubleDataList().forEach(out::putDouble);
      case INT64 -> proto.getInt64DataList().forEach(out::putLong);
      case UINT64 -> proto.getUint64DataList().forEach(out::putLong);
      case UINT32 -> proto.getUint64DataList().forEach(v -> out.putInt(v.intValue()));
      case INT32 -> proto.getInt32DataList().forEach(out::putInt);
      case INT16, UINT16, FLOAT16, BFLOAT16 ->
          proto.getInt32DataList().forEach(v -> out.putShort(v.shortValue()));
      case STRING ->
          throw new UnusableModelException("tensor \"" + proto.getName() + "\" holds strings");
      default -> proto.getInt32DataList().forEach(v -> out.put(v.byteValue()));
    }
    return out.array();
  }

  /** How many bytes the typed fields of a message stand for; strings have none. */
  static long typedBytes(TensorProto proto, OnnxType type) {
    return (long) fieldCount(proto, type) * Math.max(1, fieldBits(type) / 8);
  }

  private static int fieldCount(TensorProto proto, OnnxType type) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> proto.getFloatDataCount();
      case DOUBLE, COMPLEX128 -> proto.getDoubleDataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT64, UINT32 -> proto.getUint64DataCount();
      default -> proto.getInt32DataCount();
    };
  }

  private static int fieldBits(OnnxType type) {
    return switch (type) {
      case COMPLEX64 -> 32;
      case COMPLEX128 -> 64;
      default -> type.bits();
    };
  }
}
