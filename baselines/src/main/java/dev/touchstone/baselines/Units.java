package dev.touchstone.baselines;

import dev.touchstone.scenarios.quality.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is drawn, exchanged and counted as one: each sample by itself, or all samples of a cluster,
 * whose answers go right and wrong together. Source for clusters as the unit: Donner and Klar,
 * Design and Analysis of Cluster Randomization Trials in Health Research (2000), chapter 1.
 */
final class Units {

  private final Optional<List<String>> clusters;

  private Units(Optional<List<String>> clusters) {
    this.clusters = clusters;
  }

  static Units of(EvaluationSamples samples) {
    return new Units(samples.marks().clusters());
  }

  /** Whether several samples may make one unit. */
  boolean areClusters() {
    return clusters.isPresent();
  }

  /** For each sample of a slice its unit, numbered from 0 in the order of appearance. */
  int[] of(Slice slice) {
    int[] units = new int[slice.size()];
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < units.length; i++) {
      int sample = slice.at(i);
      units[i] =
          clusters.isEmpty()
              ? i
              : numbers.computeIfAbsent(clusters.get().get(sample), c -> numbers.size());
    }
    return units;
  }

  /** How many units have samples in a slice. */
  int count(Slice slice) {
    return clusters.isEmpty()
        ? slice.size()
        : (int) slice.indices().mapToObj(clusters.get()::get).distinct().count();
  }

  /** So many units, for people: {@code 12 samples}, {@code 3 clusters}. */
  String inWords(long count) {
    return count + (areClusters() ? " cluster" : " sample") + (count == 1 ? "" : "s");
  }
}
