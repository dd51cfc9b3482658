package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest declares of its samples beside labels and slices.
 *
 * @param parents of slice values; no value of a column twice, and none above itself
 * @param golden all of these must hold for a sample to be golden; empty if none is
 * @param cluster the column with the group of each sample, if samples come in groups
 */
public record DeclaredMarks(
    List<Parent> parents, List<Selection> golden, Optional<Cluster> cluster) {

  /** Nothing is declared. */
  public static final DeclaredMarks NONE =
      new DeclaredMarks(List.of(), List.of(), Optional.empty());

  /** Copies the lists. */
  public DeclaredMarks {
    parents = List.copyOf(parents);
    golden = List.copyOf(golden);
  }

  /**
   * What a slice value belongs to.
   *
   * @param column a slice column, or {@code class}
   * @param location where the manifest says so
   */
  public record Parent(String column, String value, String parent, Location location) {}

  /**
   * A column that tells which samples belong together.
   *
   * @param column of the slices' file, of the labels' file or of an input's file
   * @param location where the manifest names it
   */
  public record Cluster(String column, Location location) {}
}
