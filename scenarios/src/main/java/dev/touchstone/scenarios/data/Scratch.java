package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A temporary file that what is stored compressed, or as text, is unpacked into, to be mapped
 * rather than held on the heap.
 *
 * <p>It is deleted on closing, while its mapping lives on. Where the system refuses to delete a
 * mapped file, it goes when the process ends.
 */
final class Scratch implements AutoCloseable {

  private final Path file;

  private Scratch(Path file) {
    this.file = file;
  }

  /** An empty file. */
  static Scratch create() throws IOException {
    return new Scratch(Files.createTempFile("touchstone-data-", ".tmp"));
  }

  /** A file with all that the stream gives. */
  static Scratch of(InputStream stream) throws IOException {
    Scratch scratch = create();
    try {
      Files.copy(stream, scratch.file, StandardCopyOption.REPLACE_EXISTING);
      return scratch;
    } catch (IOException e) {
      scratch.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
