package dev.touchstone.worker.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes frames to a pipe, each in one call and flushed. Thread-safe. */
public final class FrameWriter {

  private final OutputStream out;

  /** Writes to a stream that needs no buffer of its own. */
  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one frame.
   *
   * @throws IOException if the other end is gone
   */
  public synchronized void write(Frame frame) throws IOException {
    out.write(bytes(frame));
    out.flush();
  }

  static byte[] bytes(Frame frame) {
    byte[] payload = frame.payload();
    ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES + payload.length + 4);
    bytes.put(Frame.MAGIC);
    bytes.putShort((short) frame.version()).putShort((short) frame.type());
    bytes.putInt(payload.length);
    bytes.putInt(checksum(bytes.array(), 0, Frame.HEADER_BYTES - 4));
    bytes.put(payload).putInt(checksum(payload, 0, payload.length));
    return bytes.array();
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
