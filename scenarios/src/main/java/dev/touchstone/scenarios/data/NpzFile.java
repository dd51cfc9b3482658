package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip archive of NPY files, stored or deflated, as {@code numpy.savez} writes it. */
final class NpzFile {

  private static final String EXTENSION = ".npy";

  private NpzFile() {}

  /**
   * Unpacks one array into a temporary file and maps it.
   *
   * @param array its name; empty if the archive must have a single one
   * @throws UnreadableData if it is no such archive, or has no such array
   */
  static StoredArray open(Path file, Optional<String> array) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = entry(zip, file, array);
      try (InputStream in = zip.getInputStream(entry);
          Scratch scratch = Scratch.of(in)) {
        return NpyFile.open(scratch.file(), Words.quoted(name(entry)) + " in " + Named.file(file));
      }
    } catch (ZipException e) {
      throw new UnreadableData(
          Named.file(file) + " is no intact NPZ archive: " + e.getMessage(),
          "save it with numpy.savez, or state its true format");
    }
  }

  private static ZipEntry entry(ZipFile zip, Path file, Optional<String> array) {
    List<? extends ZipEntry> arrays =
        zip.stream().filter(e -> e.getName().endsWith(EXTENSION)).toList();
    String names =
        arrays.stream()
            .map(NpzFile::name)
            .map(Words::quoted)
            .sorted()
            .collect(Collectors.joining(", "));
    if (arrays.isEmpty()) {
      throw new UnreadableData(Named.file(file) + " holds no array", "");
    }
    if (array.isEmpty()) {
      if (arrays.size() > 1) {
        throw new UnreadableData(
            Named.file(file) + " holds the arrays " + names, "name one with \"array\"");
      }
      return arrays.get(0);
    }
    for (ZipEntry entry : arrays) {
      if (name(entry).equals(array.get())) {
        return entry;
      }
    }
    throw new UnreadableData(
        Named.file(file) + " has no array " + Words.quoted(array.get()), "it has " + names);
  }

  private static String name(ZipEntry entry) {
    return entry.getName().substring(0, entry.getName().length() - EXTENSION.length());
  }
}
