package dev.touchstone.baselines.store;

import java.nio.file.Path;

/** A stored file that is not what it should be; it is named, never guessed at. */
public final class UnreadableResultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;

  /**
   * Names the file.
   *
   * @param found what is wrong with it, and what to do
   */
  public UnreadableResultException(Path file, String found) {
    super(file + ": " + found);
    this.file = file;
  }

  /** The file or folder that cannot be read. */
  public Path file() {
    return file;
  }
}
