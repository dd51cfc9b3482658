package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The pictures of a folder: of its sub-folders, one for each class, or of the folder itself.
 *
 * @param pictures by sub-folder and then by file name, in the order of their characters
 * @param classes for each picture the name of its sub-folder; empty if there are no sub-folders
 */
record PictureFolder(List<Path> pictures, List<String> classes) {

  PictureFolder {
    pictures = List.copyOf(pictures);
    classes = List.copyOf(classes);
  }

  /** Whether sub-folders tell the classes. */
  static boolean hasClasses(Path folder) throws IOException {
    return !list(folder, Files::isDirectory).isEmpty();
  }

  /**
   * Lists the pictures.
   *
   * @throws UnreadableData if there are none, or some stand beside the sub-folders
   */
  static PictureFolder read(Path folder) throws IOException {
    List<Path> own = list(folder, PictureFolder::isPicture);
    List<Path> subFolders = list(folder, Files::isDirectory);
    List<Path> pictures = new ArrayList<>(own);
    List<String> classes = new ArrayList<>();
    if (!own.isEmpty() && !subFolders.isEmpty()) {
      throw new UnreadableData(
          Named.file(folder) + " has pictures beside sub-folders: of what class are they?",
          "move " + Named.file(own.get(0)) + " into a sub-folder");
    }
    for (Path subFolder : subFolders) {
      for (Path picture : list(subFolder, PictureFolder::isPicture)) {
        pictures.add(picture);
        classes.add(name(subFolder));
      }
    }
    if (pictures.isEmpty()) {
      throw new UnreadableData(
          Named.file(folder) + " holds no picture", "the names must end in .png, .jpg or .jpeg");
    }
    return new PictureFolder(pictures, classes);
  }

  private interface Kind {
    boolean matches(Path path);
  }

  private static List<Path> list(Path folder, Kind kind) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(path -> !name(path).startsWith("."))
          .filter(kind::matches)
          .sorted(Comparator.comparing(PictureFolder::name))
          .toList();
    }
  }

  private static boolean isPicture(Path path) {
    return name(path).toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)")
        && Files.isRegularFile(path);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
