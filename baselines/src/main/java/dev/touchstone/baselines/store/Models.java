package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The models of a store, each in a folder that is called by its SHA-256, with checksums. */
final class Models {

  private final Storage storage;

  Models(Storage storage) {
    this.storage = storage;
  }

  /** Where a model is, or would be. */
  Path place(String sha256) {
    return storage.folder(Keys.model(sha256)).orElse(storage.place(Keys.model(sha256)));
  }

  /**
   * Keeps a model and its external data; one that is damaged is replaced.
   *
   * @return the name of its file: another one if the same model is already kept under that
   */
  String keep(Promotion wish) {
    String key = Keys.model(wish.arm().sha256());
    Path model = wish.arm().model();
    if (!isWhole(key)) {
      storage.putFolder(
          key,
          folder -> {
            copy(model, folder.resolve(model.getFileName().toString()));
            wish.externalData().forEach(file -> copy(file, beside(model, file, folder)));
            Checksums.write(folder);
          });
    }
    return storage
        .folder(key)
        .flatMap(folder -> Checksums.find(folder, Checksums.sha256(model)))
        .orElseThrow(() -> new IllegalArgumentException(model + " is not what its SHA-256 says"));
  }

  /** The file of a model, which may have been kept under another name; empty if it is not kept. */
  Optional<Path> file(Arm arm) {
    Optional<Path> folder = storage.folder(Keys.model(arm.sha256()));
    String name = String.valueOf(arm.model().getFileName());
    return folder
        .map(f -> f.resolve(name))
        .filter(Files::isRegularFile)
        .or(() -> folder.flatMap(f -> Checksums.find(f, arm.sha256()).map(f::resolve)));
  }

  /** Keeps a copy of a folder of another store; false if the model is there and whole. */
  boolean keep(String sha256, Path folder) {
    String key = Keys.model(sha256);
    if (isWhole(key)) {
      return false;
    }
    storage.putFolder(key, target -> copyAll(folder, target));
    return true;
  }

  private boolean isWhole(String key) {
    try {
      Optional<Path> folder = storage.folder(key);
      folder.ifPresent(Models::verify);
      return folder.isPresent();
    } catch (UnreadableResultException e) {
      return false;
    }
  }

  /**
   * The folder of a model that is as it was kept.
   *
   * @param namedBy what names it, for messages
   * @throws UnreadableResultException if it is missing or damaged
   */
  Path whole(String sha256, Path namedBy) {
    String key = Keys.model(sha256);
    Path folder =
        storage
            .folder(key)
            .orElseThrow(
                () ->
                    new UnreadableResultException(
                        storage.place(key),
                        "is missing, but " + namedBy + " names it; " + Ledgers.REMEDY));
    verify(folder);
    return folder;
  }

  static void verify(Path folder) {
    if (!Files.exists(folder.resolve(Checksums.FILE))) {
      throw new UnreadableResultException(
          folder.resolve(Checksums.FILE),
          "is missing, so nothing vouches for the model; " + Ledgers.REMEDY);
    }
    Checksums.verify(folder, Ledgers.REMEDY);
  }

  /** The model names its external data relative to itself, so each file keeps its place. */
  private static Path beside(Path model, Path file, Path folder) {
    Path from = model.toAbsolutePath().normalize().resolveSibling("");
    Path relative = from.relativize(file.toAbsolutePath().normalize());
    if (relative.startsWith("..")) {
      throw new IllegalArgumentException(file + " does not lie beside or below " + model);
    }
    return folder.resolve(relative.toString());
  }

  private static void copyAll(Path folder, Path target) {
    try (var files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copy(file, target.resolve(folder.relativize(file).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static void copy(Path file, Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      // Not from file to file: the copy would take over rights, such as those of a private cache.
      try (OutputStream copy = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + file + " into the store", e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
