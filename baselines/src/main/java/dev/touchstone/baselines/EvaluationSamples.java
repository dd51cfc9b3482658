package dev.touchstone.baselines;

import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The samples that quality was measured on.
 *
 * @param size how many
 * @param labels what is right, if known
 * @param slices for each slice column its value for every sample
 * @param marks parents of slices, golden samples and clusters, as far as there are any
 */
public record EvaluationSamples(
    int size, Optional<Labels> labels, Map<String, List<String>> slices, SampleMarks marks) {

  /** Copies, keeps the order of the columns, and rejects what is not of this size. */
  public EvaluationSamples {
    slices = Collections.unmodifiableMap(new LinkedHashMap<>(slices));
    boolean labelsFit = labels.isEmpty() || labels.get().size() == size;
    if (!labelsFit || slices.values().stream().anyMatch(column -> column.size() != size)) {
      throw new IllegalArgumentException("labels and slices must fit the " + size + " samples");
    }
    if (!marks.fit(size)) {
      throw new IllegalArgumentException("golden samples and clusters must be of " + size);
    }
  }

  /** Samples without marks. */
  public EvaluationSamples(int size, Optional<Labels> labels, Map<String, List<String>> slices) {
    this(size, labels, slices, SampleMarks.NONE);
  }

  /** What a data set says of its samples. */
  public static EvaluationSamples of(Dataset data) {
    return new EvaluationSamples(data.size(), data.labels(), data.slices(), data.marks());
  }
}
