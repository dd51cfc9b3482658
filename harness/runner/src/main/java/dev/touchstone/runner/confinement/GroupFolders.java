package dev.touchstone.runner.confinement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes and removes the folders of control groups; each carries its maker's process id. */
final class GroupFolders {

  private static final String PREFIX = "touchstone-";

  /** A group empties a moment after its last process is reaped. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_MILLIS = 10;

  private GroupFolders() {}

  static Path make(Path base, long number) {
    Path folder = base.resolve(PREFIX + ProcessHandle.current().pid() + "-" + number);
    try {
      return Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("making the control group " + folder, e);
    }
  }

  static void write(Path file, String value) {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + value + " to " + file, e);
    }
  }

  /** Removes a group that is or soon will be empty; leaves it if it is not. */
  static void remove(Path folder) {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        removeNow(folder);
        return;
      } catch (IOException e) {
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static void removeNow(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Only a tree that imitates the kernel's: there the files go with the folder.
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  /** Removes what runs that were killed left behind. */
  static void sweep(Path base) {
    List<Path> left;
    try (Stream<Path> all = Files.list(base)) {
      left = all.filter(GroupFolders::makerIsGone).toList();
    } catch (IOException e) {
      return;
    }
    for (Path folder : left) {
      try {
        removeNow(folder);
      } catch (IOException e) {
        // Something still lives in there; the run after this one tries again.
      }
    }
  }

  private static boolean makerIsGone(Path folder) {
    String name = String.valueOf(folder.getFileName());
    if (!name.matches(PREFIX + "\\d{1,18}-\\d+") || !Files.isDirectory(folder)) {
      return false;
    }
    String pid = name.substring(PREFIX.length(), name.lastIndexOf('-'));
    return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  /** The content of a file of a group; empty if it cannot be read. */
  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
