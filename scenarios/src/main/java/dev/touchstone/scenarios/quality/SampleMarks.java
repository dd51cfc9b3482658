package dev.touchstone.scenarios.quality;

import java.util.List;
import java.util.Optional;

/**
 * What is known of samples beside their labels and slices.
 *
 * @param parents what small slices are judged with
 * @param golden indices of the samples that must never get worse, ascending
 * @param clusters for each sample the name of the group that it comes from, such as the video of a
 *     frame; empty if every sample stands for itself
 */
public record SampleMarks(
    SliceParents parents, List<Integer> golden, Optional<List<String>> clusters) {

  /** Nothing more is known. */
  public static final SampleMarks NONE =
      new SampleMarks(SliceParents.NONE, List.of(), Optional.empty());

  /** Copies the lists; rejects golden samples that are not in ascending order. */
  public SampleMarks {
    golden = List.copyOf(golden);
    clusters = clusters.map(List::copyOf);
    int last = -1;
    for (int index : golden) {
      if (index <= last) {
        throw new IllegalArgumentException("golden samples must ascend from 0, were " + golden);
      }
      last = index;
    }
  }

  /** Those of the first samples. */
  public SampleMarks first(int samples) {
    return new SampleMarks(
        parents,
        golden.stream().filter(index -> index < samples).toList(),
        clusters.map(all -> all.subList(0, Math.min(samples, all.size()))));
  }

  /** Whether these can be said of so many samples. */
  public boolean fit(int samples) {
    boolean inside = golden.isEmpty() || golden.get(golden.size() - 1) < samples;
    return inside && (clusters.isEmpty() || clusters.get().size() == samples);
  }
}
