package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.util.List;

/**
 * Columns of a CSV file that split the samples into slices; row i describes sample i.
 *
 * @param file with a header
 * @param columns in this order
 * @param location where the manifest names them
 */
public record SliceColumns(Path file, List<String> columns, Location location) {

  /** Copies the columns. */
  public SliceColumns {
    columns = List.copyOf(columns);
  }
}
