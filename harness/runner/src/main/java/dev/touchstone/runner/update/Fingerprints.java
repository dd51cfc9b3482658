package dev.touchstone.runner.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Fingerprints of contents, which are read only if the file system does not vouch that the files
 * are those that were read before. What was changed is always decided by content.
 *
 * <p>A shortcut is kept only if all files were left alone for two seconds before they were read: a
 * file that is written again within one tick of its clock looks like the one that was read (Git
 * calls such an entry racily clean).
 *
 * <pre>
 *   FOLDER/KEY      touchstone-fingerprint: 1
 *                   the stamp
 *                   the fingerprint
 *                   each file, one a line
 * </pre>
 *
 * The folder is safe to delete. Not thread-safe.
 */
public final class Fingerprints {

  private static final String MAGIC = "touchstone-fingerprint: 1";
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final Path folder;
  private final Clock clock;
  private final Map<String, String> known = new HashMap<>();

  /**
   * Uses a folder.
   *
   * @param folder is made when needed
   */
  public Fingerprints(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * What was read.
   *
   * @param fingerprint of all that was read
   * @param files that it was read from
   */
  record Content(String fingerprint, List<Path> files) {

    Content {
      files = List.copyOf(files);
    }
  }

  /**
   * The fingerprint of a content.
   *
   * @param what tells kinds of fingerprints of the same files apart
   * @param files that it is surely read from; it may be read from others too
   * @param reading reads it, if the file system does not vouch for it
   */
  String of(String what, List<Path> files, Supplier<Content> reading) {
    StringBuilder name = new StringBuilder(what);
    files.forEach(file -> name.append('\n').append(file.toAbsolutePath()));
    String key = Digests.of(name.toString());
    String found = known.get(key);
    if (found == null) {
      found = vouched(folder.resolve(key)).orElseGet(() -> read(folder.resolve(key), reading));
      known.put(key, found);
    }
    return found;
  }

  private static Optional<String> vouched(Path entry) {
    try {
      List<String> lines = Files.isRegularFile(entry) ? Files.readAllLines(entry) : List.of();
      if (lines.size() < 4 || !lines.get(0).equals(MAGIC)) {
        return Optional.empty();
      }
      List<Path> files = lines.subList(3, lines.size()).stream().map(Path::of).toList();
      return FileStamp.of(files)
          .filter(stamp -> stamp.digest().equals(lines.get(1)))
          .map(stamp -> lines.get(2));
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      return Optional.empty(); // damaged or not ours to read: the content decides
    }
  }

  private String read(Path entry, Supplier<Content> reading) {
    Instant before = clock.instant();
    Content content = reading.get();
    Optional<FileStamp> stamp =
        FileStamp.of(content.files())
            .filter(s -> s.newest().toInstant().isBefore(before.minus(QUIET)));
    stamp.ifPresent(s -> keep(entry, s, content));
    return content.fingerprint();
  }

  private void keep(Path entry, FileStamp stamp, Content content) {
    List<String> lines = new ArrayList<>(List.of(MAGIC, stamp.digest(), content.fingerprint()));
    content.files().forEach(file -> lines.add(file.toAbsolutePath().toString()));
    if (lines.stream().anyMatch(line -> line.contains("\n") || line.contains("\r"))) {
      return; // a file's name would not be read back as it is
    }
    Path partial = entry.resolveSibling("." + UUID.randomUUID());
    try {
      Files.createDirectories(folder);
      try {
        Files.write(partial, lines);
        Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      // A cache that takes nothing costs time and no answer: the content is read again.
    }
  }
}
