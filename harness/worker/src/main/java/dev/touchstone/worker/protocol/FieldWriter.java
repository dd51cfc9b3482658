package dev.touchstone.worker.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Writes the fields of a message one after the other, big-endian. Not thread-safe. */
final class FieldWriter {

  private byte[] bytes = new byte[256];
  private int length;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  FieldWriter u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  FieldWriter i32(int value) {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  FieldWriter i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  FieldWriter f64(double value) {
    return i64(Double.doubleToLongBits(value));
  }

  /** Length in bytes as i32, then UTF-8. */
  FieldWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Length as i32, then the bytes. */
  FieldWriter bytes(byte[] value) {
    i32(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** 0, or 1 and the text. */
  FieldWriter optionalText(Optional<String> value) {
    u8(value.isPresent() ? 1 : 0);
    value.ifPresent(this::text);
    return this;
  }

  /** 0, or 1 and the number. */
  FieldWriter optionalI64(OptionalLong value) {
    u8(value.isPresent() ? 1 : 0);
    value.ifPresent(this::i64);
    return this;
  }

  /** Count as i32, then key and value of each entry in the map's order. */
  FieldWriter texts(Map<String, String> map) {
    i32(map.size());
    map.forEach((key, value) -> text(key).text(value));
    return this;
  }

  /** Count as i32, then each item. */
  <T> FieldWriter list(List<T> items, BiConsumer<FieldWriter, T> item) {
    i32(items.size());
    items.forEach(i -> item.accept(this, i));
    return this;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
