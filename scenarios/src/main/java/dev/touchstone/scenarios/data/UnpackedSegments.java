package dev.touchstone.scenarios.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The segments of a compressed array, unpacked one after the other as far as they are asked for:
 * who needs the first samples does not wait for the last. Each lies in a temporary file that is
 * mapped. The file stays open until its last segment was asked for. Thread-safe.
 */
final class UnpackedSegments implements StoredArray.Segments {

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final InputStream samples;
  private final StoredArray.Extent extent;
  private final List<ByteBuffer> ready = new ArrayList<>();
  private Optional<UnreadableData> failure = Optional.empty();

  /**
   * Begins to unpack.
   *
   * @param samples begins with the first sample; closed behind the last
   */
  UnpackedSegments(Path file, InputStream samples, StoredArray.Extent extent) {
    this.file = file;
    this.samples = samples;
    this.extent = extent;
  }

  @Override
  public synchronized ByteBuffer get(int index) {
    while (ready.size() <= index) {
      failure.ifPresent(
          known -> {
            throw known; // what follows a damaged place is not what was stored
          });
      ready.add(next());
    }
    return ready.get(index);
  }

  private ByteBuffer next() {
    try {
      long bytes = extent.segmentBytes(ready.size());
      ByteBuffer segment = unpack(bytes);
      if (ready.size() == extent.segments() - 1) {
        requireEnd();
      }
      return segment;
    } catch (ZipException e) {
      throw failed(new UnreadableData(damaged(file, e), "copy it again"));
    } catch (EOFException e) {
      throw failed(
          new UnreadableData(Named.file(file) + " ends too early", "the file was cut short"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + file, e);
    }
  }

  /** Behind the last sample the checksum is compared. */
  private void requireEnd() throws IOException {
    try (samples) {
      if (samples.read() >= 0) {
        throw new ZipException("more follows than its header says");
      }
    }
  }

  static String damaged(Path file, ZipException e) {
    return Named.file(file) + " is damaged: " + e.getMessage();
  }

  private UnreadableData failed(UnreadableData reason) {
    failure = Optional.of(reason);
    return reason;
  }

  private ByteBuffer unpack(long bytes) throws IOException {
    try (Scratch scratch = Scratch.create()) {
      try (OutputStream out = Files.newOutputStream(scratch.file())) {
        byte[] chunk = new byte[CHUNK];
        for (long left = bytes; left > 0; ) {
          int count = samples.read(chunk, 0, (int) Math.min(CHUNK, left));
          if (count < 0) {
            throw new EOFException(file.toString());
          }
          out.write(chunk, 0, count);
          left -= count;
        }
      }
      try (FileChannel channel = FileChannel.open(scratch.file(), StandardOpenOption.READ)) {
        return channel.map(MapMode.READ_ONLY, 0, bytes);
      }
    }
  }
}
