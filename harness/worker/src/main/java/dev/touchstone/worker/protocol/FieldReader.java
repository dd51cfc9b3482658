package dev.touchstone.worker.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what {@link FieldWriter} wrote; never beyond the end, never more than is there. */
final class FieldReader {

  private final ByteBuffer bytes;

  /** One item of a list. */
  interface Item<T> {
    T read(FieldReader reader) throws CorruptFrameException;
  }

  FieldReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  int u8() throws CorruptFrameException {
    require(1);
    return bytes.get() & 0xFF;
  }

  int i32() throws CorruptFrameException {
    require(4);
    return bytes.getInt();
  }

  long i64() throws CorruptFrameException {
    require(8);
    return bytes.getLong();
  }

  double f64() throws CorruptFrameException {
    return Double.longBitsToDouble(i64());
  }

  String text() throws CorruptFrameException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() throws CorruptFrameException {
    byte[] value = new byte[count(1)];
    bytes.get(value);
    return value;
  }

  Optional<String> optionalText() throws CorruptFrameException {
    return u8() == 0 ? Optional.empty() : Optional.of(text());
  }

  OptionalLong optionalI64() throws CorruptFrameException {
    return u8() == 0 ? OptionalLong.empty() : OptionalLong.of(i64());
  }

  Map<String, String> texts() throws CorruptFrameException {
    int entries = count(8);
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < entries; i++) {
      String key = text();
      map.put(key, text());
    }
    return map;
  }

  <T> List<T> list(Item<T> item) throws CorruptFrameException {
    int items = count(1);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      list.add(item.read(this));
    }
    return list;
  }

  /** One of an enum's constants, by its name. */
  <E extends Enum<E>> E constant(Class<E> type) throws CorruptFrameException {
    String name = text();
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new CorruptFrameException("\"" + name + "\" is no " + type.getSimpleName());
    }
  }

  /**
   * A count of things of at least {@code bytesEach} bytes, which the rest of the payload can hold.
   */
  int count(int bytesEach) throws CorruptFrameException {
    int count = i32();
    if (count < 0 || (long) count * bytesEach > bytes.remaining()) {
      throw new CorruptFrameException(
          "a count of " + count + " where only " + bytes.remaining() + " bytes are left");
    }
    return count;
  }

  /** Whether nothing is left. */
  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  /** Makes sure that nothing is left. */
  void end() throws CorruptFrameException {
    if (bytes.hasRemaining()) {
      throw new CorruptFrameException(bytes.remaining() + " bytes are left after the last field");
    }
  }

  private void require(int count) throws CorruptFrameException {
    if (bytes.remaining() < count) {
      throw new CorruptFrameException(
          "the payload ends after " + bytes.limit() + " bytes, in the middle of a field");
    }
  }
}
