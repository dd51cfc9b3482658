package dev.touchstone.baselines.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Writes a text so that it appears whole or not at all, and is still there after a power cut once
 * the call has returned. Only one process may write one file at a time.
 */
final class DurableFile {

  private DurableFile() {}

  /**
   * Writes it in place of an older one; folders that are missing are made.
   *
   * @throws IOException if it cannot be written; the older one stays
   */
  static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    makeFolder(folder);
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    try {
      try (FileChannel channel =
          FileChannel.open(
              partial,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(folder);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Makes a folder that a power cut does not take away again. */
  static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Optional<Path> above = Optional.ofNullable(folder.getParent());
    if (above.isPresent()) {
      makeFolder(above.get());
    }
    Files.createDirectories(folder);
    if (above.isPresent()) {
      force(above.get());
    }
  }

  /** Forces the names in a folder to disk. */
  static void force(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (FileSystemException e) {
      return; // Windows opens no folders, and keeps their names by itself.
    }
    try (channel) {
      channel.force(true);
    }
  }
}
