package dev.touchstone.worker.protocol;

/**
 * Element type of a tensor in a {@link TensorFile}; the codes are those of ONNX ({@code
 * TensorProto.DataType} in {@code onnx.proto}).
 */
public enum TensorType {
  FLOAT32(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  /** One byte, 0 or 1. */
  BOOL(9, 1),
  FLOAT16(10, 2),
  FLOAT64(11, 8),
  BFLOAT16(16, 2);

  private final int code;
  private final int bytes;

  TensorType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  int code() {
    return code;
  }

  static TensorType ofCode(int code) throws CorruptFrameException {
    for (TensorType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new CorruptFrameException("an element type with the code " + code);
  }
}
