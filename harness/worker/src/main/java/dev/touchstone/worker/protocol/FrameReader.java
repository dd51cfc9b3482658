package dev.touchstone.worker.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads frames from a pipe and skips what others printed in between. Not thread-safe, except that
 * {@link #noise} may be asked from anywhere.
 */
public final class FrameReader {

  private static final int MAX_NOISE_BYTES = 8192;

  /** More between two frames is no library's chatter any more. */
  private static final long MAX_SKIPPED_BYTES = 16L << 20;

  private final InputStream in;
  private final ByteArrayOutputStream noise = new ByteArrayOutputStream();

  /** Reads from a stream, which is buffered here. */
  public FrameReader(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * The next frame; empty if the stream ended before one began.
   *
   * @throws CorruptFrameException if a frame is damaged, cut short or of a version that is not
   *     known
   */
  public Optional<Frame> read() throws IOException {
    if (!skipToMagic()) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES).put(Frame.MAGIC);
    fill(header.array(), Frame.MAGIC.length, Frame.HEADER_BYTES - Frame.MAGIC.length);
    int version = header.getShort() & 0xFFFF;
    int type = header.getShort() & 0xFFFF;
    int length = header.getInt();
    if (header.getInt() != FrameWriter.checksum(header.array(), 0, Frame.HEADER_BYTES - 4)) {
      throw new CorruptFrameException("the header of a message is damaged");
    }
    if (version < 1 || version > Frame.VERSION) {
      throw new CorruptFrameException(
          "a message of protocol version "
              + version
              + "; versions 1 to "
              + Frame.VERSION
              + " are known");
    }
    if (length < 0 || length > Frame.MAX_PAYLOAD_BYTES) {
      throw new CorruptFrameException("a message of " + length + " bytes");
    }
    byte[] payload = new byte[length];
    fill(payload, 0, length);
    byte[] checksum = new byte[4];
    fill(checksum, 0, 4);
    if (ByteBuffer.wrap(checksum).getInt() != FrameWriter.checksum(payload, 0, length)) {
      throw new CorruptFrameException("a message of " + length + " bytes is damaged");
    }
    return Optional.of(new Frame(version, type, payload));
  }

  /** What was printed between the frames, at most the first 8 KiB. */
  public String noise() {
    synchronized (noise) {
      return noise.toString(StandardCharsets.UTF_8);
    }
  }

  private boolean skipToMagic() throws IOException {
    int matched = 0;
    long skipped = 0;
    while (matched < Frame.MAGIC.length) {
      int next = in.read();
      if (skipped++ > MAX_SKIPPED_BYTES) {
        throw new CorruptFrameException(
            "more than " + MAX_SKIPPED_BYTES + " bytes that are no message");
      }
      if (next < 0) {
        keep(Frame.MAGIC, matched);
        return false;
      }
      if ((byte) next == Frame.MAGIC[matched]) {
        matched++;
      } else {
        // The first byte of the magic occurs in it once, so no other overlap is possible.
        keep(Frame.MAGIC, matched);
        matched = (byte) next == Frame.MAGIC[0] ? 1 : 0;
        if (matched == 0) {
          keep(new byte[] {(byte) next}, 1);
        }
      }
    }
    return true;
  }

  private void keep(byte[] bytes, int count) {
    synchronized (noise) {
      noise.write(bytes, 0, Math.min(count, MAX_NOISE_BYTES - noise.size()));
    }
  }

  private void fill(byte[] bytes, int from, int count) throws IOException {
    if (in.readNBytes(bytes, from, count) < count) {
      throw new CorruptFrameException("the stream ended in the middle of a message");
    }
  }
}
