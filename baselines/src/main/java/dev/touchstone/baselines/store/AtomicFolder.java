package dev.touchstone.baselines.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a folder appear whole or not at all: it is filled under another name beside its place,
 * forced to disk, and renamed.
 */
final class AtomicFolder {

  private AtomicFolder() {}

  /**
   * Fills a new folder and puts it in place of an older one.
   *
   * @param folder its place; what stands there is replaced
   * @param fill writes the files below the folder it is given
   */
  static void replace(Path folder, Consumer<Path> fill) {
    Path place = folder.toAbsolutePath().normalize();
    Path partial = sibling(place, "partial");
    try {
      Files.createDirectories(partial);
      fill.accept(partial);
      force(partial);
      if (Files.exists(place)) {
        Path old = sibling(place, "old");
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
      } else {
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder, e);
    } finally {
      delete(partial);
    }
  }

  private static Path sibling(Path place, String what) {
    return place.resolveSibling("." + place.getFileName() + "." + what + "-" + UUID.randomUUID());
  }

  private static void force(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
