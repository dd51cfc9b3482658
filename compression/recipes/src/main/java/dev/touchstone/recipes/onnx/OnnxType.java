package dev.touchstone.recipes.onnx;

import java.util.Arrays;

/**
 * Element type of an ONNX tensor.
 *
 * <p>The codes are those of {@code TensorProto.DataType} in {@code onnx.proto} (ONNX 1.19).
 */
public enum OnnxType {
  FLOAT(1, 32),
  UINT8(2, 8),
  INT8(3, 8),
  UINT16(4, 16),
  INT16(5, 16),
  INT32(6, 32),
  INT64(7, 64),
  /** Elements of any length: they have no raw bytes. */
  STRING(8, 0),
  BOOL(9, 8),
  FLOAT16(10, 16),
  DOUBLE(11, 64),
  UINT32(12, 32),
  UINT64(13, 64),
  COMPLEX64(14, 64),
  COMPLEX128(15, 128),
  BFLOAT16(16, 16),
  FLOAT8E4M3FN(17, 8),
  FLOAT8E4M3FNUZ(18, 8),
  FLOAT8E5M2(19, 8),
  FLOAT8E5M2FNUZ(20, 8),
  UINT4(21, 4),
  INT4(22, 4),
  FLOAT4E2M1(23, 4),
  FLOAT8E8M0(24, 8),
  UINT2(25, 2),
  INT2(26, 2);

  private final int code;
  private final int bits;

  OnnxType(int code, int bits) {
    this.code = code;
    this.bits = bits;
  }

  /**
   * The type of a code.
   *
   * @throws UnusableModelException if ONNX 1.19 does not have it
   */
  public static OnnxType of(int code) {
    return Arrays.stream(values())
        .filter(t -> t.code == code)
        .findFirst()
        .orElseThrow(() -> new UnusableModelException("unknown tensor element type " + code));
  }

  /** The number that stands for the type in files. */
  public int code() {
    return code;
  }

  /** Bits of one element; 0 for strings. */
  public int bits() {
    return bits;
  }

  /**
   * Bytes of so many elements, packed.
   *
   * @throws UnusableModelException if they are too many to count
   */
  public long bytes(long elements) {
    if (elements > Long.MAX_VALUE / 128) { // what the widest type has bits
      throw new UnusableModelException(elements + " elements are more than can be counted");
    }
    return (elements * bits + 7) / 8;
  }

  /** Whether the elements are whole numbers or booleans that fit a {@code long}. */
  public boolean isInteger() {
    return switch (this) {
      case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64, UINT4, INT4 -> true;
      default -> false;
    };
  }

  /** Whether the elements are real numbers that a {@code double} holds exactly. */
  public boolean isReal() {
    return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
  }
}
