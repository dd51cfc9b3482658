package dev.touchstone.recipes.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * ONNX Runtime's own file format: a FlatBuffers file whose identifier, bytes 4 to 7, is {@code
 * ORTM}.
 */
final class RuntimeFormat {

  private static final byte[] IDENTIFIER = "ORTM".getBytes(StandardCharsets.US_ASCII);

  private RuntimeFormat() {}

  /** Whether a file is of that format; a file that does not exist is not. */
  static boolean is(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(8);
      return start.length == 8 && Arrays.equals(start, 4, 8, IDENTIFIER, 0, 4);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
