package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.StoredArray.Extent;
import dev.touchstone.scenarios.data.StoredArray.Header;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array in the format of the MNIST files, gzip-compressed or not.
 *
 * <pre>
 * +-----+-----+------+------------+----------------------+--------------------------+
 * | 0   | 0   | type | dimensions | size of each         | elements, big-endian,    |
 * | 1 B | 1 B | 1 B  | 1 B        | u32 big-endian       | last dimension fastest   |
 * +-----+-----+------+------------+----------------------+--------------------------+
 * </pre>
 *
 * <p>Source: LeCun, Cortes and Burges, The MNIST database, section "File formats".
 */
final class IdxFile {

  private static final int FIXED_HEADER_BYTES = 4;

  /** A thousand small images. */
  private static final long UNPACKED_AT_ONCE = 1L << 22;

  private static final int BUFFER = 1 << 16;

  private IdxFile() {}

  /**
   * Maps the array; if it is compressed, unpacks it into temporary files as samples are asked for.
   *
   * @throws UnreadableData if it is no such file
   */
  static StoredArray open(Path file) throws IOException {
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(2);
      boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
      if (!compressed) {
        return read(file, Named.file(file));
      }
      in.reset();
      return Unpacked.of(file, () -> inflate(in, file));
    } catch (ZipException e) {
      throw new UnreadableData(UnpackedSegments.damaged(file, e), "copy it again");
    } catch (EOFException e) {
      throw new UnreadableData(Named.file(file) + " ends too early", "the file was cut short");
    }
  }

  private static StoredArray inflate(InputStream compressed, Path file) throws IOException {
    Header header;
    try (InputStream inflated = new GZIPInputStream(compressed)) {
      header = header(new DataInputStream(inflated), Named.file(file));
    }
    Extent extent = Extent.of(header, Named.file(file), UNPACKED_AT_ONCE);
    if (statedBytes(file) == ((offset(header) + extent.bytes()) & 0xffff_ffffL)) {
      InputStream samples = new GZIPInputStream(Files.newInputStream(file), BUFFER);
      samples.skipNBytes(offset(header));
      return new StoredArray(header, extent, new UnpackedSegments(file, samples, extent));
    }
    // Cut short, too long, or of several members: what is wrong, if anything, shows at the end.
    try (InputStream inflated = new GZIPInputStream(Files.newInputStream(file));
        Scratch scratch = Scratch.of(inflated)) {
      return read(scratch.file(), Named.file(file));
    }
  }

  /** The unpacked size modulo 2^32, which ends a gzip file (RFC 1952, section 2.3.1). */
  private static long statedBytes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer size = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      int read = channel.read(size, Math.max(0, channel.size() - Integer.BYTES));
      return read < Integer.BYTES ? -1 : Integer.toUnsignedLong(size.getInt(0));
    }
  }

  private static StoredArray read(Path file, String shown) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      Header header = header(in, shown);
      return StoredArray.map(file, offset(header), header, shown);
    }
  }

  private static Header header(DataInputStream in, String shown) throws IOException {
    if (in.readUnsignedShort() != 0) {
      throw new UnreadableData(
          shown + " is no IDX file: it does not start with two zero bytes",
          "state its true format");
    }
    ElementType type = type(in.readUnsignedByte(), shown);
    int dimensions = in.readUnsignedByte();
    if (dimensions == 0) {
      throw new UnreadableData(shown + " holds a single number", "");
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      shape.add(Integer.toUnsignedLong(in.readInt()));
    }
    return new Header(type, ByteOrder.BIG_ENDIAN, shape);
  }

  private static long offset(Header header) {
    return FIXED_HEADER_BYTES + 4L * header.shape().size();
  }

  private static ElementType type(int code, String shown) {
    return switch (code) {
      case 0x08 -> ElementType.UINT8;
      case 0x09 -> ElementType.INT8;
      case 0x0b -> ElementType.INT16;
      case 0x0c -> ElementType.INT32;
      case 0x0d -> ElementType.FLOAT32;
      case 0x0e -> ElementType.FLOAT64;
      default ->
          throw new UnreadableData(
              shown + " has elements of the unknown type " + code, "it is no IDX file, or damaged");
    };
  }
}
