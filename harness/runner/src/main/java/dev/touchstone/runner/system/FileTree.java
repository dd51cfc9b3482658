package dev.touchstone.runner.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The kernel's small text files below a root. Whatever is missing, unreadable or not a number is
 * absent: many of these files exist only on some boards, and a sensor that is powered down answers
 * a read with an error.
 *
 * @param root {@code /} on a live machine
 */
public record FileTree(Path root) {

  /** The trimmed content of a file, without the zero byte that ends device-tree strings. */
  public Optional<String> text(String path) {
    try {
      String text = Files.readString(root.resolve(path), StandardCharsets.ISO_8859_1);
      return Optional.of(text.replace("\0", "").strip()).filter(t -> !t.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Why a file has no text: {@code permission denied}, {@code does not exist} or {@code cannot be
   * read}; empty if it has.
   */
  public Optional<String> whyUnreadable(String path) {
    try {
      Files.readString(root.resolve(path), StandardCharsets.ISO_8859_1);
      return Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of("permission denied");
    } catch (NoSuchFileException e) {
      return Optional.of("does not exist");
    } catch (IOException e) {
      return Optional.of("cannot be read");
    }
  }

  /** The lines of a file; empty if it cannot be read. */
  public List<String> lines(String path) {
    return text(path).map(t -> t.lines().toList()).orElse(List.of());
  }

  /** A decimal integer. */
  public OptionalLong number(String path) {
    return text(path).map(FileTree::decimal).orElse(OptionalLong.empty());
  }

  /** Names in a folder that match a regular expression, sorted; empty without the folder. */
  public List<String> names(String folder, String regex) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries
          .map(p -> p.getFileName().toString())
          .filter(n -> n.matches(regex))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether there is a file or folder, readable or not. */
  public boolean has(String path) {
    return Files.exists(root.resolve(path));
  }

  /**
   * The number behind a key in a file of lines such as {@code SwapFree: 12 kB} or {@code
   * nr_throttled 3}.
   */
  OptionalLong keyed(String path, String key) {
    return lines(path).stream()
        .map(line -> line.split("[:\\s]+"))
        .filter(fields -> fields.length > 1 && fields[0].equals(key))
        .map(fields -> decimal(fields[1]))
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** A decimal integer. */
  static OptionalLong decimal(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
