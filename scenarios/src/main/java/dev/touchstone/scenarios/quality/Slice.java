package dev.touchstone.scenarios.quality;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The samples that a metric is computed on, by their indices. An index may stand in it more than
 * once, and then counts as often, so that a resample of the data is a slice too.
 */
public final class Slice {

  private final int[] indices;

  private Slice(int[] indices) {
    this.indices = indices;
  }

  /** Every sample of a data set. */
  public static Slice all(int size) {
    return new Slice(IntStream.range(0, size).toArray());
  }

  /** The samples with these indices, copied. */
  public static Slice of(int... indices) {
    return new Slice(indices.clone());
  }

  /** The samples of which a slice column has this value. */
  public static Slice where(List<String> column, String value) {
    return where(column.size(), i -> column.get(i).equals(value));
  }

  /** The samples of one class. */
  public static Slice ofClass(Labels.Classes labels, int label) {
    return where(labels.size(), i -> labels.at(i) == label);
  }

  private static Slice where(int size, IntPredicate taken) {
    return new Slice(IntStream.range(0, size).filter(taken).toArray());
  }

  /** How many samples, repetitions counted. */
  public int size() {
    return indices.length;
  }

  /** The index of the i-th sample of the slice. */
  public int at(int i) {
    return indices[i];
  }

  /** The indices in order. */
  public IntStream indices() {
    return IntStream.of(indices);
  }
}
