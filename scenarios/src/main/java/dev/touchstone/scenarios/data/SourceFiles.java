package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that samples come from: whoever finds all of them untouched need not read a sample to
 * know that the data is what it was.
 */
public final class SourceFiles {

  private SourceFiles() {}

  /**
   * The manifest and every file that it names, and for folders of pictures all that is below them,
   * the folders too: one more picture changes its folder.
   *
   * @return each once, in a fixed order; a file that is named and not there is among them
   * @throws UncheckedIOException if a folder or a list of pictures cannot be read
   */
  public static List<Path> of(DataManifest manifest) {
    Set<Path> files = new LinkedHashSet<>();
    files.add(manifest.file());
    if (manifest.source() instanceof DataSource.Files source) {
      source.inputs().forEach(input -> files.addAll(of(input.storage())));
      source.labels().ifPresent(labels -> files.addAll(of(labels)));
      source.slices().ifPresent(slices -> files.add(slices.file()));
    }
    return List.copyOf(files);
  }

  private static List<Path> of(Storage storage) {
    try {
      if (storage instanceof Storage.ImageFolder && Files.isDirectory(storage.file())) {
        try (Stream<Path> tree = Files.walk(storage.file())) {
          return tree.sorted().toList();
        }
      }
      if (storage instanceof Storage.ImageList list && Files.isRegularFile(list.file())) {
        Stream<Path> pictures =
            CsvTable.column(list.file(), list.column()).stream().map(list.folder()::resolve);
        return Stream.concat(Stream.of(list.file()), pictures).toList();
      }
      return List.of(storage.file());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the files of " + storage.file(), e);
    }
  }

  private static List<Path> of(LabelFile labels) {
    if (labels instanceof LabelFile.LabelArray array) {
      return List.of(array.array().file());
    }
    Optional<Path> table = LabelColumn.table(labels);
    return table.map(List::of).orElse(List.of());
  }
}
