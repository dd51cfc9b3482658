package dev.touchstone.baselines.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a store keeps its texts and models: a folder, or an object store. Keys are relative paths
 * with slashes.
 *
 * <p>Guarantees: a text or a folder is there whole or not at all; what was put is still there after
 * a crash once the call has returned; of two that replace the same version of a text, one is told
 * that it came too late.
 *
 * <p>Every method throws {@link java.io.UncheckedIOException} if the world fails.
 */
interface Storage {

  /**
   * A text.
   *
   * @param version which it was when it was read; changes with every change
   */
  record Text(String content, String version) {}

  /** The keys of all files below a folder, sorted; hidden ones are left out. */
  List<String> list(String folder);

  /**
   * Reads a text.
   *
   * @throws UnreadableResultException if it is no text
   */
  Optional<Text> read(String key);

  /** Puts a text where none is; false, and nothing is changed, if one is. */
  boolean putIfAbsent(String key, String content);

  /** Replaces a text; false, and nothing is changed, if it is not of that version any more. */
  boolean putIfVersion(String key, String content, String version);

  /** Removes a file, or a folder with all that is in it; nothing happens if it is not there. */
  void delete(String key);

  /**
   * Puts a folder, in place of an older one.
   *
   * @param fill writes the files below the folder that it is given
   */
  void putFolder(String key, Consumer<Path> fill);

  /** The folder on this machine, with all files that were put; empty if there is none. */
  Optional<Path> folder(String key);

  /** How a key is called in messages. */
  Path place(String key);

  /**
   * Does work while nobody else changes the store, where that can be had.
   *
   * @param purpose for whoever waits: one clause
   */
  <T> T exclusively(String purpose, Supplier<T> work);

  /** Removes what killed processes left half-written, while nobody writes; tells what it was. */
  List<Path> sweep();
}
