package dev.touchstone.baselines.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a folder appear whole or not at all: it is filled under another name beside its place,
 * forced to disk, and renamed.
 *
 * <pre>
 *   .NAME.partial-ID   being filled; whole as soon as .NAME.old-ID exists
 *   .NAME.old-ID       what stood in the place before, until the new folder does
 * </pre>
 *
 * <p>A process that is killed leaves them behind. Whoever comes next puts back what is whole, and
 * sweeps away what is half-written and a day old.
 */
final class AtomicFolder {

  private static final String PARTIAL = "partial";
  private static final String OLD = "old";

  /** Younger ones may belong to a process that is still at work. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private AtomicFolder() {}

  /**
   * Fills a new folder and puts it in place of an older one.
   *
   * @param folder its place; what stands there is replaced, and stays if this fails
   * @param fill writes the files below the folder it is given
   * @throws UncheckedIOException naming the file that cannot be written
   */
  static void replace(Path folder, Consumer<Path> fill) {
    Path place = folder.toAbsolutePath().normalize();
    recover(place);
    String id = UUID.randomUUID().toString();
    Path partial = sibling(place, PARTIAL, id);
    Path old = sibling(place, OLD, id);
    try {
      Files.createDirectories(partial);
      fill.accept(partial);
      force(partial);
      swap(place, partial, old);
      DurableFile.force(place.resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder, e);
    } finally {
      delete(partial);
      delete(old);
    }
  }

  static void swap(Path place, Path partial, Path old) throws IOException {
    boolean replaces = Files.exists(place);
    if (replaces) {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(place)) {
        return; // Somebody who came by took this process for dead, and put it there.
      }
      if (replaces) {
        Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  /**
   * Puts back what a process left behind that was killed between two renames, and sweeps away what
   * others left half-written long ago.
   *
   * @param folder the place
   */
  static void recover(Path folder) {
    Path place = folder.toAbsolutePath().normalize();
    Path parent = place.resolveSibling("");
    String prefix = "." + place.getFileName() + ".";
    List<Path> left;
    try (Stream<Path> siblings = Files.list(parent)) {
      left =
          siblings
              .filter(each -> each.getFileName().toString().startsWith(prefix))
              .sorted()
              .toList();
    } catch (IOException | UncheckedIOException e) {
      return; // No folder, no leftovers; anything else is told by whoever reads or writes there.
    }
    for (Path each : left) {
      String name = each.getFileName().toString().substring(prefix.length());
      if (name.startsWith(OLD + "-")) {
        putBack(place, each, sibling(place, PARTIAL, name.substring(OLD.length() + 1)));
      } else if (name.startsWith(PARTIAL + "-") && isLeftBehind(each)) {
        delete(each);
      }
    }
  }

  /** The new folder was whole before the old one was moved away. */
  private static void putBack(Path place, Path old, Path partial) {
    try {
      if (!Files.exists(place)) {
        Files.move(Files.exists(partial) ? partial : old, place, StandardCopyOption.ATOMIC_MOVE);
      }
      delete(old);
    } catch (IOException e) {
      // Not ours to write in, or somebody was faster; the place says what is missing.
    }
  }

  private static boolean isLeftBehind(Path folder) {
    try {
      Instant changed = Files.getLastModifiedTime(folder).toInstant();
      return changed.isBefore(Instant.now().minus(LEFT_BEHIND));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path sibling(Path place, String what, String id) {
    return place.resolveSibling("." + place.getFileName() + "." + what + "-" + id);
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
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path each : walk.filter(Files::isDirectory).toList()) {
        DurableFile.force(each);
      }
    }
  }

  /**
   * Removes a folder for good, or a file: out of sight first, so that nobody meets a half of it.
   *
   * @throws IOException if it cannot be moved away
   */
  static void remove(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      Path gone = sibling(place.toAbsolutePath().normalize(), PARTIAL, UUID.randomUUID() + "");
      Files.move(place, gone, StandardCopyOption.ATOMIC_MOVE);
      delete(gone);
    } else {
      Files.deleteIfExists(place);
    }
  }

  /** Deletes what lies under a name that nobody reads. */
  static void sweepAway(Path leftover) {
    delete(leftover);
  }

  /**
   * Deletes what can be deleted: the rest is never read, and why it was not wanted matters more.
   */
  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // It lies under a name that nobody reads.
    }
  }
}
