package dev.touchstone.baselines.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A store as one ZIP file: {@code touchstone-store.csv} with its schema, the files of the store
 * under their own names, and {@code CHECKSUMS.sha256} over all of them.
 */
final class Archive {

  /** Version of the archive; a reader reads every version up to its own. */
  static final int SCHEMA = 1;

  private static final String ABOUT = "touchstone-store.csv";

  private Archive() {}

  /**
   * Writes an archive, whole or not at all.
   *
   * @param files by the name that each has in the archive
   */
  static void write(Path archive, Map<String, Path> files, Signature signature) {
    Path partial = archive.resolveSibling("." + archive.getFileName() + ".partial");
    String about =
        Table.text(
            Columns.RUN,
            rows -> {
              rows.add("schema", SCHEMA);
              rows.add("at", signature.at());
              rows.add("by", signature.by());
            });
    StringBuilder checksums =
        new StringBuilder(Seal.sha256(about)).append("  ").append(ABOUT).append('\n');
    try {
      try (OutputStream out = Files.newOutputStream(partial);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        put(zip, ABOUT, about);
        for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
          checksums.append(Checksums.sha256(file.getValue())).append("  ").append(file.getKey());
          checksums.append('\n');
          zip.putNextEntry(entry(file.getKey()));
          Files.copy(file.getValue(), zip);
          zip.closeEntry();
        }
        put(zip, Checksums.FILE, checksums.toString());
      }
      Files.move(
          partial, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + archive, e);
    } finally {
      delete(partial);
    }
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(entry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Always of the same time, so that one store makes one archive. */
  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(315_532_800_000L); // 1980-01-01, where the time of a ZIP file begins
    return entry;
  }

  /**
   * Unpacks an archive into an empty folder and holds it against its checksums.
   *
   * @throws UnreadableResultException if it is none, is damaged, is of a newer version, or wants to
   *     write outside the folder
   */
  static void unpack(Path archive, Path folder) {
    if (!Files.isRegularFile(archive)) {
      throw new UnreadableResultException(
          archive, "is no file; name an archive of \"touchstone baseline export\"");
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      if (zip.getEntry(ABOUT) == null || zip.getEntry(Checksums.FILE) == null) {
        throw new UnreadableResultException(
            archive, "is no archive of a store: it has no " + ABOUT + "; name another");
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          unpack(archive, zip, entry, folder);
        }
      }
    } catch (ZipException e) {
      throw new UnreadableResultException(archive, "is no ZIP file, or damaged: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + archive, e);
    }
    Checksums.verify(folder, "export it again");
    requireKnownSchema(archive, folder);
  }

  private static void unpack(Path archive, ZipFile zip, ZipEntry entry, Path folder)
      throws IOException {
    String name = entry.getName();
    Path target = folder.resolve(name).normalize();
    if (name.contains("\\") || name.startsWith("/") || !target.startsWith(folder.normalize())) {
      throw new UnreadableResultException(
          archive, "holds \"" + name + "\", which leads out of the store; it is not unpacked");
    }
    Files.createDirectories(target.resolveSibling(""));
    if (Files.exists(target)) {
      throw new UnreadableResultException(archive, "holds \"" + name + "\" twice");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, target);
    }
  }

  private static void requireKnownSchema(Path archive, Path folder) {
    Table.read(
        folder.resolve(ABOUT),
        Columns.RUN,
        row -> {
          if (row.text("key").equals("schema") && row.count("value") > SCHEMA) {
            throw new UnreadableResultException(
                archive,
                "was written in schema "
                    + row.text("value")
                    + "; this version reads up to "
                    + SCHEMA
                    + "; use a newer Touchstone");
          }
        });
    delete(folder.resolve(ABOUT));
    delete(folder.resolve(Checksums.FILE));
  }

  /** Deletes a file or folder of our own. */
  static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }

  /** Every file below a folder by its name in an archive. */
  static void add(Map<String, Path> files, String name, Path folder, Collection<Path> below) {
    below.forEach(
        file ->
            files.put(name + "/" + folder.relativize(file).toString().replace('\\', '/'), file));
  }
}
