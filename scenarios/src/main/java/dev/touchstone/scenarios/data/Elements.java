package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements of one type into elements of another. */
final class Elements {

  private Elements() {}

  /** All elements as doubles; int64 beyond 2^53 is rounded. */
  static double[] doubles(ByteBuffer stored, ElementType type) {
    double[] values = new double[stored.limit() / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT32 -> stored.getFloat(4 * i);
            case FLOAT64 -> stored.getDouble(8 * i);
            default -> integer(stored, i, type);
          };
    }
    return values;
  }

  /** One whole number. */
  static long integer(ByteBuffer stored, int index, ElementType type) {
    return switch (type) {
      case INT8 -> stored.get(index);
      case UINT8 -> stored.get(index) & 0xff;
      case BOOL -> stored.get(index) == 0 ? 0 : 1;
      case INT16 -> stored.getShort(2 * index);
      case UINT16 -> stored.getShort(2 * index) & 0xffff;
      case INT32 -> stored.getInt(4 * index);
      case INT64 -> stored.getLong(8 * index);
      case FLOAT32, FLOAT64 -> throw new IllegalArgumentException(type + " is not whole");
    };
  }

  /**
   * Whole numbers of another type, in native byte order.
   *
   * @throws UnreadableData if one does not fit
   */
  static ByteBuffer integers(ByteBuffer stored, ElementType from, ElementType to) {
    int count = stored.limit() / from.bytes();
    ByteBuffer target = allocate(count, to);
    for (int i = 0; i < count; i++) {
      put(target, i, to, integer(stored, i, from));
    }
    return target;
  }

  /**
   * Numbers of a type, in native byte order; rounded half to even where the type is whole.
   *
   * @throws UnreadableData if one does not fit a whole type
   */
  static ByteBuffer of(double[] values, ElementType to) {
    ByteBuffer target = allocate(values.length, to);
    for (int i = 0; i < values.length; i++) {
      switch (to) {
        case FLOAT32 -> target.putFloat(4 * i, (float) values[i]);
        case FLOAT64 -> target.putDouble(8 * i, values[i]);
        default -> {
          double whole = Math.rint(values[i]);
          if (whole != (long) whole) { // true for NaN, infinities and what int64 cannot hold
            throw unfit(values[i], to);
          }
          put(target, i, to, (long) whole);
        }
      }
    }
    return target;
  }

  /** The same elements in native byte order. */
  static ByteBuffer nativeOrder(ByteBuffer stored, ElementType type) {
    if (type.bytes() == 1 || stored.order() == ByteOrder.nativeOrder()) {
      return stored.order(ByteOrder.nativeOrder());
    }
    return type.isInteger() ? integers(stored, type, type) : of(doubles(stored, type), type);
  }

  private static ByteBuffer allocate(int count, ElementType type) {
    return ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()))
        .order(ByteOrder.nativeOrder());
  }

  private static void put(ByteBuffer target, int index, ElementType type, long value) {
    switch (type) {
      case INT8 -> target.put(index, (byte) fitting(value, type, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case UINT8 -> target.put(index, (byte) fitting(value, type, 0, 255));
      case BOOL -> target.put(index, (byte) fitting(value, type, 0, 1));
      case INT16 ->
          target.putShort(
              2 * index, (short) fitting(value, type, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16 -> target.putShort(2 * index, (short) fitting(value, type, 0, 65535));
      case INT32 ->
          target.putInt(
              4 * index, (int) fitting(value, type, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> target.putLong(8 * index, value);
      case FLOAT32, FLOAT64 -> throw new IllegalArgumentException(type + " is not whole");
    }
  }

  private static long fitting(long value, ElementType type, long smallest, long largest) {
    if (value < smallest || value > largest) {
      throw unfit(value, type);
    }
    return value;
  }

  private static UnreadableData unfit(Object value, ElementType type) {
    return new UnreadableData(
        "the value " + Words.quoted(String.valueOf(value)) + " does not fit " + type.key(),
        "change \"as\" or the preprocessing");
  }
}
