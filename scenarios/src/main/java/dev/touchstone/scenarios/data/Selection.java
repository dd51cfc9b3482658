package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import java.util.Set;

/**
 * Takes the samples of which a column has one of these values.
 *
 * @param column of the slices' file, of the labels' file or of an input's file: the first of them
 *     that has it
 * @param values compared as text; at least one
 * @param location where the manifest demands it
 */
public record Selection(String column, Set<String> values, Location location) {

  /** Copies the values; rejects none. */
  public Selection {
    values = Set.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a selection needs a value");
    }
  }
}
