package dev.touchstone.worker.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Records of the same tensors, one after the other: the samples that a model is fed with, or what
 * it answered.
 *
 * <pre>
 *    0        4        8        12       16             16+n              d
 *   +--------+--------+--------+--------+---- ... -----+---- ... ---+----+----+-- ...
 *   | magic  | magic  |version | n, i32 | i64 records  | zero bytes | r0 | r1 |
 *   | 89 54  | 0D 0A  | i32    |        | tensors      |            |    |    |
 *   | 53 52  | 1A 0A  |        |        | i32 CRC-32   |            |    |    |
 *   +--------+--------+--------+--------+---- ... -----+---- ... ---+----+----+-- ...
 *
 *   tensors = i32 count, (text name, u8 type, i32 rank, i64 dimension*)*   big-endian
 *   CRC-32  of the n - 4 bytes before it
 *   d       16 + n rounded up to a multiple of 64
 *   r       one record: its tensors one after the other, row-major, little-endian, unpadded
 * </pre>
 *
 * <p>Reading is positional and straight into the tensors' own buffers. The file is not mapped, so
 * that it may exceed 2 GiB and never counts as memory of the process that is measured.
 */
public final class TensorFile implements AutoCloseable {

  static final byte[] MAGIC = {(byte) 0x89, 'T', 'S', 'R', 0x0D, 0x0A, 0x1A, 0x0A};
  private static final int VERSION = 1;
  private static final int PREFIX_BYTES = 16;
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final FileChannel channel;
  private final List<TensorSpec> tensors;
  private final long records;
  private final long firstRecord;
  private final long recordBytes;

  private TensorFile(
      FileChannel channel, List<TensorSpec> tensors, long records, long firstRecord) {
    this.channel = channel;
    this.tensors = tensors;
    this.records = records;
    this.firstRecord = firstRecord;
    this.recordBytes = tensors.stream().mapToLong(TensorSpec::bytes).sum();
  }

  /**
   * Opens a file.
   *
   * @throws CorruptFrameException if it is no such file, or cut short
   * @throws IOException if it cannot be read
   */
  public static TensorFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return read(channel, path);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The tensors of every record, in order. */
  public List<TensorSpec> tensors() {
    return tensors;
  }

  /** How many records there are. */
  public long records() {
    return records;
  }

  /**
   * Reads one tensor of one record.
   *
   * @param record from 0 to {@code records() - 1}
   * @param tensor index of the tensor
   * @param into filled from 0 to its limit, which must be the tensor's size; afterwards at position
   *     0
   * @throws IOException if the file cannot be read
   */
  public void read(long record, int tensor, ByteBuffer into) throws IOException {
    if (record < 0 || record >= records || into.limit() != tensors.get(tensor).bytes()) {
      throw new IllegalArgumentException(
          "record " + record + " of " + records + ", into " + into.limit() + " bytes");
    }
    long position = firstRecord + record * recordBytes;
    for (int i = 0; i < tensor; i++) {
      position += tensors.get(i).bytes();
    }
    into.rewind();
    readFully(channel, into, position);
    into.rewind();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  static byte[] header(List<TensorSpec> tensors, long records) {
    FieldWriter to = new FieldWriter().i64(records).list(tensors, (w, spec) -> spec.write(w));
    byte[] fields = to.toBytes();
    int length = fields.length + 4;
    ByteBuffer bytes =
        ByteBuffer.allocate((int) firstRecord(length)).put(MAGIC).putInt(VERSION).putInt(length);
    bytes.put(fields).putInt(FrameWriter.checksum(fields, 0, fields.length));
    return bytes.array();
  }

  private static long firstRecord(int headerBytes) {
    return (PREFIX_BYTES + headerBytes + 63L) / 64 * 64;
  }

  private static TensorFile read(FileChannel channel, Path path) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES);
    readFully(channel, prefix, 0);
    prefix.rewind();
    byte[] magic = new byte[MAGIC.length];
    prefix.get(magic);
    int version = prefix.getInt();
    int length = prefix.getInt();
    if (!Arrays.equals(magic, MAGIC) || version != VERSION) {
      throw new CorruptFrameException(path + " is no tensor file of version " + VERSION);
    }
    if (length < 4 || length > MAX_HEADER_BYTES) {
      throw new CorruptFrameException(path + " has a header of " + length + " bytes");
    }
    byte[] fields = new byte[length - 4];
    readFully(channel, ByteBuffer.wrap(fields), PREFIX_BYTES);
    ByteBuffer checksum = ByteBuffer.allocate(4);
    readFully(channel, checksum, PREFIX_BYTES + length - 4);
    if (checksum.getInt(0) != FrameWriter.checksum(fields, 0, fields.length)) {
      throw new CorruptFrameException(path + " has a damaged header");
    }
    FieldReader from = new FieldReader(fields);
    long records = from.i64();
    TensorFile file =
        new TensorFile(
            channel, List.copyOf(from.list(TensorSpec::read)), records, firstRecord(length));
    long expected = file.firstRecord + records * file.recordBytes;
    if (channel.size() != expected) {
      throw new CorruptFrameException(
          path + " has " + channel.size() + " bytes where " + expected + " are expected");
    }
    return file;
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new CorruptFrameException("the file ends at byte " + at);
      }
      at += count;
    }
  }

  /** Writes a file; it is complete, and readable, only after {@link #close}. Not thread-safe. */
  public static final class Writer implements AutoCloseable {

    private final FileChannel channel;
    private final List<TensorSpec> tensors;
    private long written;

    /**
     * Starts a file, in place of one that may be there.
     *
     * @throws IOException if it cannot be written
     */
    public Writer(Path path, List<TensorSpec> tensors) throws IOException {
      this.tensors = List.copyOf(tensors);
      this.channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      channel.position(header(this.tensors, 0).length);
    }

    /**
     * Appends one record.
     *
     * @param elements one little-endian buffer for each tensor, from position to limit
     * @throws IOException if it cannot be written
     */
    public void write(ByteBuffer... elements) throws IOException {
      if (elements.length != tensors.size()) {
        throw new IllegalArgumentException(
            elements.length + " tensors for a record of " + tensors.size());
      }
      for (int i = 0; i < elements.length; i++) {
        if (elements[i].remaining() != tensors.get(i).bytes()) {
          throw new IllegalArgumentException(
              elements[i].remaining() + " bytes for " + tensors.get(i));
        }
        while (elements[i].hasRemaining()) {
          channel.write(elements[i]);
        }
      }
      written++;
    }

    /** How many records were written. */
    public long records() {
      return written;
    }

    /** Writes the header and closes the file. */
    @Override
    public void close() throws IOException {
      try (channel) {
        ByteBuffer header = ByteBuffer.wrap(header(tensors, written));
        long position = 0;
        while (header.hasRemaining()) {
          position += channel.write(header, position);
        }
      }
    }
  }
}
