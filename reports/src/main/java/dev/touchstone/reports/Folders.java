package dev.touchstone.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that belong to a report. */
final class Folders {

  private Folders() {}

  /** Deletes a folder with all that is in it; nothing happens if there is none. */
  static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /** Puts a finished folder in the place of an older one. */
  static void replace(Path finished, Path target) throws IOException {
    delete(target);
    Files.move(finished, target);
  }
}
