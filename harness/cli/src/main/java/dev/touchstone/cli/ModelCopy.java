package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.ModelFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Copies a model to where the user wants it, with its external data beside it. */
final class ModelCopy {

  private ModelCopy() {}

  static void write(Path model, Path target) {
    List<Path> files = ModelFiles.of(model).files();
    // The model last: whoever finds it finds its weights too.
    for (Path file : files.subList(1, files.size())) {
      copy(file, target.resolveSibling(String.valueOf(file.getFileName())));
    }
    copy(model, target);
  }

  private static void copy(Path from, Path to) {
    Path folder = Objects.requireNonNull(to.toAbsolutePath().getParent());
    Path partial = folder.resolve("." + to.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(folder);
      try {
        // Not Files.copy: the new file would be as unreadable for others as the cache's is.
        try (OutputStream stream = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW)) {
          Files.copy(from, stream);
        }
        Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + to, e);
    }
  }
}
