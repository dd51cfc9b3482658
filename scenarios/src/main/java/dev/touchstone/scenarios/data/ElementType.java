package dev.touchstone.scenarios.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Element type of a tensor, under its NumPy name in lower case. */
public enum ElementType {
  FLOAT32(4),
  FLOAT64(8),
  INT8(1),
  UINT8(1),
  INT16(2),
  UINT16(2),
  INT32(4),
  INT64(8),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The name in manifests, such as {@code float32}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type that manifests call {@code key}, or empty if there is none. */
  public static Optional<ElementType> ofKey(String key) {
    return Arrays.stream(values()).filter(t -> t.key().equals(key)).findFirst();
  }

  /** Whether its values are whole numbers. */
  public boolean isInteger() {
    return this != FLOAT32 && this != FLOAT64;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
