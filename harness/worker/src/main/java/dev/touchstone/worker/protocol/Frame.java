package dev.touchstone.worker.protocol;

/**
 * One message on a pipe, big-endian.
 *
 * <pre>
 *    0        4        8    10   12       16       20           20+n   24+n
 *   +--------+--------+----+----+--------+--------+--- ... ----+------+
 *   | magic  | magic  |ver |type| length | CRC-32 |  payload   |CRC-32|
 *   | 89 54  | 0D 0A  |u16 |u16 | n, u32 | of     |  n bytes   | of n |
 *   | 43 48  | 1A 0A  |    |    |        | 0..16  |            |bytes |
 *   +--------+--------+----+----+--------+--------+--- ... ----+------+
 * </pre>
 *
 * <p>Assumptions: one writer and one reader on a pipe; native code in the process may print to the
 * same pipe between two frames. Guarantees: text between frames is skipped, because the magic
 * starts with a byte that is no text in any encoding that loggers use; a frame whose header or
 * payload was damaged is reported, never delivered; a damaged length is noticed before anything of
 * that length is allocated or awaited.
 */
public final class Frame {

  /** What every frame starts with; the idea is that of the PNG signature. */
  static final byte[] MAGIC = {(byte) 0x89, 'T', 'C', 'H', 0x0D, 0x0A, 0x1A, 0x0A};

  /** The version that is written. */
  public static final int VERSION = 1;

  /** Bytes before the payload. */
  static final int HEADER_BYTES = 20;

  /** The largest payload, 1 MiB; longer answers are cut into several frames. */
  public static final int MAX_PAYLOAD_BYTES = 1 << 20;

  private final int version;
  private final int type;
  private final byte[] payload;

  /**
   * Wraps a payload without copying it.
   *
   * @param version of the protocol that the writer spoke, from 1 on
   * @param type of message, from 0 to 65535
   * @param payload at most {@link #MAX_PAYLOAD_BYTES}
   */
  public Frame(int version, int type, byte[] payload) {
    if (version < 1 || type < 0 || type > 0xFFFF || payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "no frame: version " + version + ", type " + type + ", " + payload.length + " bytes");
    }
    this.version = version;
    this.type = type;
    this.payload = payload;
  }

  /** The version of the protocol that the writer spoke. */
  public int version() {
    return version;
  }

  /** The type of message. */
  public int type() {
    return type;
  }

  /** The message's fields, from the first on. */
  FieldReader fields() {
    return new FieldReader(payload);
  }

  /** The payload itself, not a copy. */
  byte[] payload() {
    return payload;
  }
}
