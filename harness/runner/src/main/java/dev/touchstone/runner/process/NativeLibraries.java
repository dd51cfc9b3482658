package dev.touchstone.runner.process;

import dev.touchstone.baselines.store.SharedLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * ONNX Runtime's native libraries, unpacked once into a cache: a worker that unpacks them for
 * itself takes about twice as long to load the runtime.
 *
 * <p>A file appears under its name only when it is complete, and one that is there is used only if
 * size and checksum are those of the jar; so a file that was cut short or damaged is replaced. Of
 * several processes one unpacks and the others wait; what a process left behind that was killed
 * meanwhile is swept away by the next. A complete cache is only read.
 *
 * <p>A distribution may have them in a folder {@code native} beside the jar. These are as good as
 * the jar itself, so that only their size is looked at.
 */
final class NativeLibraries {

  private static final String PART = "part-";

  /** Folder beside the jar in which a distribution has the libraries unpacked. */
  private static final String BESIDE = "native";

  /** Unpacking takes a second; whoever takes longer hangs, and two may well unpack the same. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private NativeLibraries() {}

  /**
   * Unpacks the libraries for this machine.
   *
   * @return the folder that holds them; empty if the jar has none for this machine
   * @throws UncheckedIOException if they cannot be unpacked
   */
  static Optional<Path> unpack(Path jar, Path cache) {
    if (!Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    String prefix = "ai/onnxruntime/native/" + platform() + "/";
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<ZipEntry> libraries = new ArrayList<>();
      CRC32 identity = new CRC32();
      zip.stream()
          .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
          .filter(entry -> !entry.getName().substring(prefix.length()).contains("/"))
          .forEach(libraries::add);
      if (libraries.isEmpty()) {
        return Optional.empty();
      }
      for (ZipEntry library : libraries) {
        identity.update(Long.toHexString(library.getCrc()).getBytes(StandardCharsets.US_ASCII));
      }
      String name = "onnxruntime-%s-%08x".formatted(platform(), identity.getValue());
      Path installed = jar.resolveSibling(BESIDE).resolve(name);
      if (areThere(libraries, installed)) {
        return Optional.of(installed.toAbsolutePath());
      }
      Path folder = cache.resolve(name);
      Files.createDirectories(folder);
      unpack(zip, libraries, folder);
      return Optional.of(folder.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "unpacking the native libraries of " + jar + " into " + cache, e);
    }
  }

  private static boolean areThere(List<ZipEntry> libraries, Path folder) throws IOException {
    for (ZipEntry library : libraries) {
      Path file = fileOf(library, folder);
      if (!Files.isRegularFile(file) || Files.size(file) != library.getSize()) {
        return false;
      }
    }
    return true;
  }

  private static void unpack(ZipFile zip, List<ZipEntry> libraries, Path folder)
      throws IOException {
    if (missing(libraries, folder).isEmpty()) {
      return;
    }
    Optional<SharedLock.Hold> hold =
        SharedLock.in(folder.resolveSibling(folder.getFileName() + ".lock"))
            .take(PATIENCE, "process " + ProcessHandle.current().pid(), holder -> {});
    try {
      hold.ifPresent(held -> sweep(folder));
      for (ZipEntry library : missing(libraries, folder)) {
        unpack(zip, library, fileOf(library, folder));
      }
    } finally {
      hold.ifPresent(SharedLock.Hold::close);
    }
  }

  private static List<ZipEntry> missing(List<ZipEntry> libraries, Path folder) throws IOException {
    List<ZipEntry> missing = new ArrayList<>();
    for (ZipEntry library : libraries) {
      Path file = fileOf(library, folder);
      if (!Files.exists(file)
          || Files.size(file) != library.getSize()
          || crc(file) != library.getCrc()) {
        missing.add(library);
      }
    }
    return missing;
  }

  private static Path fileOf(ZipEntry library, Path folder) {
    return folder.resolve(library.getName().substring(library.getName().lastIndexOf('/') + 1));
  }

  /** Only the holder of the lock has such files, and it has none yet. */
  private static void sweep(Path folder) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PART + "*")) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They only take room.
    }
  }

  private static void unpack(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    Path part = Files.createTempFile(file.getParent(), PART, ".tmp");
    try {
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static long crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        crc.update(buffer, 0, count);
      }
    }
    return crc.getValue();
  }

  /** As ONNX Runtime's jar names it. */
  static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String os = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    return os + (arm ? "-aarch64" : "-x64");
  }
}
