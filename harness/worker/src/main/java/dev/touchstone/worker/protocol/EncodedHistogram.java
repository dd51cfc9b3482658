package dev.touchstone.worker.protocol;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A histogram in HdrHistogram's own compressed form (V2). */
public final class EncodedHistogram {

  private final byte[] bytes;

  EncodedHistogram(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Encodes a histogram as it is now. */
  public static EncodedHistogram of(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    byte[] bytes = new byte[histogram.encodeIntoCompressedByteBuffer(buffer)];
    buffer.rewind();
    buffer.get(bytes);
    return new EncodedHistogram(bytes);
  }

  /**
   * The histogram.
   *
   * @throws CorruptFrameException if the bytes are none
   */
  public Histogram decode() throws CorruptFrameException {
    try {
      return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
    } catch (DataFormatException | RuntimeException e) {
      throw new CorruptFrameException("the histogram is damaged: " + e.getMessage());
    }
  }

  byte[] bytes() {
    return bytes;
  }
}
