package dev.touchstone.scenarios.quality;

import java.util.List;

/** What is right for each sample: a class, or a value. */
public sealed interface Labels {

  /** How many samples are labelled. */
  int size();

  /** Class labels: for each sample an index into the names. */
  final class Classes implements Labels {

    private final List<String> names;
    private final int[] indices;

    /**
     * Copies the labels.
     *
     * @param names of the classes, in the order of the model's scores
     * @param indices for each sample, from 0 to {@code names.size() - 1}
     */
    public Classes(List<String> names, int[] indices) {
      this.names = List.copyOf(names);
      this.indices = indices.clone();
      for (int index : indices) {
        if (index < 0 || index >= names.size()) {
          throw new IllegalArgumentException(
              "label " + index + " is not one of the " + names.size() + " classes");
        }
      }
    }

    /** The classes' names, in the order of the model's scores. */
    public List<String> names() {
      return names;
    }

    /** The class of one sample. */
    public int at(int sample) {
      return indices[sample];
    }

    @Override
    public int size() {
      return indices.length;
    }
  }

  /** Numeric labels for regression. */
  final class Values implements Labels {

    private final double[] values;

    /** Copies the labels. */
    public Values(double[] values) {
      this.values = values.clone();
    }

    /** The value of one sample. */
    public double at(int sample) {
      return values[sample];
    }

    @Override
    public int size() {
      return values.length;
    }
  }
}
