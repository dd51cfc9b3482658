package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Words;
import java.nio.file.Path;

/** How messages name things. */
final class Named {

  private Named() {}

  /** The last part of a path, in double quotes: the manifest's place tells the rest. */
  static String file(Path file) {
    Path name = file.getFileName();
    return Words.quoted(name == null ? file.toString() : name.toString());
  }
}
