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

  /** Parts of an array that are mapped each at once. */
  @FunctionalInterface
  interface Segments {

    /** The bytes of one, from 0. */
    ByteBuffer get(int index);
  }

  /**
   * How an array is cut into segments.
   *
   * @param samples at least 1
   * @param sampleBytes at least 1
   * @param perSegment samples in each segment but the last
   */
  record Extent(int samples, int sampleBytes, int perSegment) {

    static Extent of(Header header, String shown, long mappedBytes) {
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
      long perSegment = Math.max(1, Math.min(samples, mappedBytes / sampleBytes));
      return new Extent((int) samples, (int) sampleBytes, (int) perSegment);
    }

    long bytes() {
      return (long) samples * sampleBytes;
    }

    int segments() {
      return (samples - 1) / perSegment + 1;
    }

    long segmentBytes(int index) {
      return (long) Math.min(perSegment, samples - index * perSegment) * sampleBytes;
    }
  }

  private final Header header;
  private final Extent extent;
  private final Segments segments;

  /** Puts the parts together. */
  StoredArray(Header header, Extent extent, Segments segments) {
    this.header = header;
    this.extent = extent;
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
    Extent extent = Extent.of(header, shown, mappedBytes);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long needed = Math.addExact(offset, extent.bytes());
      if (channel.size() < needed) {
        throw new UnreadableData(
            shown
                + " has "
                + channel.size()
                + " B, but "
                + extent.samples()
                + " samples of "
                + extent.sampleBytes()
                + " B need "
                + needed
                + " B",
            "the file was cut short, or its shape or type is another");
      }
      List<ByteBuffer> segments = new ArrayList<>();
      for (int i = 0; i < extent.segments(); i++) {
        long first = (long) i * extent.perSegment() * extent.sampleBytes();
        segments.add(channel.map(MapMode.READ_ONLY, offset + first, extent.segmentBytes(i)));
      }
      return new StoredArray(header, extent, segments::get);
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

  /** In which the bytes of an element are stored. */
  ByteOrder order() {
    return header.order();
  }

  /** A read-only view of one sample's bytes, in the byte order in which they are stored. */
  ByteBuffer sample(int index) {
    int bytes = extent.sampleBytes();
    return segments
        .get(index / extent.perSegment())
        .slice(index % extent.perSegment() * bytes, bytes)
        .order(header.order());
  }
}
