package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of one shape, one after the other in a file that is mapped into memory: the operating
 * system keeps of it what it has room for. Thread-safe.
 */
final class StoredArray {

  /** A mapping holds whole samples and, unless one sample is larger, at most this many bytes. */
  private static final long MAPPED_BYTES = 1L << 30;

  /**
   * What a file's header says.
   *
   * @param shape the first dimension counts the samples
   */
  record Header(ElementType type, ByteOrder order, List<Long> shape) {

    Header {
      shape = List.copyOf(shape);
    }

    long bytesPerSample() {
      try {
        long elements = 1;
        for (long dimension : shape.subList(1, shape.size())) {
          elements = Math.multiplyExact(elements, dimension);
        }
        return Math.multiplyExact(elements, type.bytes());
      } catch (ArithmeticException e) {
        throw new UnreadableData("a sample is too large to count its bytes", "");
      }
    }
  }

  private final Header header;
  private final int sampleBytes;
  private final int samplesPerSegment;
  private final List<ByteBuffer> segments;

  private StoredArray(Header header, int samplesPerSegment, List<ByteBuffer> segments) {
    this.header = header;
    this.sampleBytes = (int) header.bytesPerSample();
    this.samplesPerSegment = samplesPerSegment;
    this.segments = segments;
  }

  /**
   * Maps the samples of a file.
   *
   * @param offset where they start, in bytes
   * @param shown how messages name the file
   * @throws UnreadableData if the file is shorter than its header says, or holds no sample
   */
  static StoredArray map(Path file, long offset, Header header, String shown) throws IOException {
    return map(file, offset, header, shown, MAPPED_BYTES);
  }

  static StoredArray map(Path file, long offset, Header header, String shown, long mappedBytes)
      throws IOException {
    long sampleBytes = header.bytesPerSample();
    long samples = header.shape().get(0);
    if (samples < 1 || sampleBytes < 1) {
      throw new UnreadableData(shown + " holds no sample", "");
    }
    if (samples > Integer.MAX_VALUE || sampleBytes > Integer.MAX_VALUE) {
      throw new UnreadableData(
          shown + " has " + samples + " samples of " + sampleBytes + " B",
          "at most 2147483647 of each can be read");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long needed = Math.addExact(offset, Math.multiplyExact(samples, sampleBytes));
      if (channel.size() < needed) {
        throw new UnreadableData(
            shown
                + " has "
                + channel.size()
                + " B, but "
                + samples
                + " samples of "
                + sampleBytes
                + " B need "
                + needed
                + " B",
            "the file was cut short, or its shape or type is another");
      }
      int perSegment = (int) Math.max(1, Math.min(samples, mappedBytes / sampleBytes));
      List<ByteBuffer> segments = new ArrayList<>();
      for (long first = 0; first < samples; first += perSegment) {
        long bytes = Math.min(perSegment, samples - first) * sampleBytes;
        segments.add(channel.map(MapMode.READ_ONLY, offset + first * sampleBytes, bytes));
      }
      return new StoredArray(header, perSegment, segments);
    }
  }

  /** How many samples there are; at least 1. */
  int size() {
    return Math.toIntExact(header.shape().get(0));
  }

  ElementType type() {
    return header.type();
  }

  /** The shape of one sample. */
  long[] sampleShape() {
    return header.shape().stream().skip(1).mapToLong(d -> d).toArray();
  }

  /** A read-only view of one sample's bytes, in the byte order in which they are stored. */
  ByteBuffer sample(int index) {
    ByteBuffer segment = segments.get(index / samplesPerSegment);
    return segment
        .slice(index % samplesPerSegment * sampleBytes, sampleBytes)
        .order(header.order());
  }
}
