package dev.touchstone.baselines.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The list of a folder's files with their SHA-256, in the form that {@code sha256sum -c} reads. It
 * is written last, so a folder that has it is whole.
 */
final class Checksums {

  static final String FILE = "CHECKSUMS.sha256";

  private Checksums() {}

  static void write(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> lines =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.equals(folder.resolve(FILE)))
              .map(file -> sha256(file) + "  " + relative(folder, file))
              .sorted((a, b) -> a.substring(64).compareTo(b.substring(64)))
              .toList();
      Files.write(folder.resolve(FILE), lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checksums of " + folder, e);
    }
  }

  /**
   * Compares every file with its checksum.
   *
   * @param remedy what to do about it, for the message
   * @throws UnreadableResultException naming the first file that is missing, changed or not listed
   */
  static void verify(Path folder, String remedy) {
    Set<Path> listed = new HashSet<>();
    for (String line : lines(folder.resolve(FILE))) {
      if (line.length() < 67) {
        throw new UnreadableResultException(
            folder.resolve(FILE), "line \"" + line + "\" is no checksum");
      }
      Path file = folder.resolve(line.substring(66)).normalize();
      if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
        throw new UnreadableResultException(
            file, "is missing, but " + FILE + " lists it; " + remedy);
      }
      if (!sha256(file).equals(line.substring(0, 64))) {
        throw new UnreadableResultException(
            file,
            "was changed after it was written (SHA-256 differs from " + FILE + "); " + remedy);
      }
      listed.add(file);
    }
    // Or a list that was cut short at the end of a line would vouch for files that it never saw.
    unlisted(folder, listed)
        .ifPresent(
            file -> {
              throw new UnreadableResultException(
                  file, "is not in " + FILE + ", so nothing vouches for it; " + remedy);
            });
  }

  /** The name of the file that has a checksum, among those beside the list. */
  static Optional<String> find(Path folder, String sha256) {
    return lines(folder.resolve(FILE)).stream()
        .filter(line -> line.startsWith(sha256 + "  "))
        .map(line -> line.substring(66))
        .filter(name -> !name.contains("/"))
        .findFirst();
  }

  /** A file that nothing vouches for; hidden ones, such as a file manager leaves, do not count. */
  private static Optional<Path> unlisted(Path folder, Set<Path> listed) {
    Path root = folder.normalize();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> !file.equals(root.resolve(FILE)) && !listed.contains(file))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  static String sha256(Path file) {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new UnreadableResultException(file, "is no text");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
