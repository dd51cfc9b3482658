package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples in a fixed order, read as they are asked for, so that a data set may be larger than
 * memory. Thread-safe.
 */
public interface Dataset {

  /** How many samples there are; at least 1. */
  int size();

  /**
   * The model inputs that a sample fills, in order; an empty name stands for the model's only
   * input.
   */
  List<String> inputNames();

  /**
   * One sample, preprocessed as the manifest says.
   *
   * @param index from 0 to {@code size() - 1}
   */
  Sample sample(int index);

  /**
   * Whether samples are stored somewhere, so that {@link #sample} does the work of an application:
   * reads, decodes and preprocesses.
   */
  default boolean isStored() {
    return false;
  }

  /** What is right, in the order of the samples, if the manifest names labels. */
  Optional<Labels> labels();

  /**
   * For each slice column its value for every sample, in the order of the samples; columns in the
   * manifest's order.
   */
  Map<String, List<String>> slices();

  /** What the manifest says of the samples beside labels and slices. */
  default SampleMarks marks() {
    return SampleMarks.NONE;
  }

  /** SHA-256 of all that the samples are made of, in lower-case hexadecimal. */
  String fingerprint();

  /**
   * The same of the first samples: what lies behind them may change, and need not be read.
   *
   * @param samples at least 1; more than there are means all
   */
  default String fingerprint(int samples) {
    return fingerprint();
  }
}
