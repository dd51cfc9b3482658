package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.util.List;

/** Where labels are. */
public sealed interface LabelFile {

  /** Where the manifest names them. */
  Location location();

  /**
   * Classes in a column of a CSV file, as names or as indices from 0.
   *
   * @param classes in the order of the model's scores; empty if the labels are indices and the
   *     classes have no names
   */
  record ClassColumn(Path file, String column, List<String> classes, Location location)
      implements LabelFile {

    /** Copies the classes. */
    public ClassColumn {
      classes = List.copyOf(classes);
    }
  }

  /** Numbers in a column of a CSV file, for regression. */
  record TargetColumn(Path file, String column, Location location) implements LabelFile {}

  /**
   * One label for each sample in an array: integers are class indices, floating-point numbers are
   * targets of a regression.
   *
   * @param classes in the order of the model's scores; empty if they have no names
   */
  record LabelArray(Storage.Array array, List<String> classes, Location location)
      implements LabelFile {

    /** Copies the classes. */
    public LabelArray {
      classes = List.copyOf(classes);
    }
  }

  /**
   * The sub-folders of an image folder.
   *
   * @param classes names of the sub-folders in the order of the model's scores; empty for
   *     alphabetical order
   */
  record Folders(List<String> classes, Location location) implements LabelFile {

    /** Copies the classes. */
    public Folders {
      classes = List.copyOf(classes);
    }
  }
}
