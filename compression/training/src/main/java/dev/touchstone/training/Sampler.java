package dev.touchstone.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Picks samples class by class, so that a rare class can be shown more often than it is. Within a
 * class every sample is shown once, in random order, before one is shown again. The order depends
 * on the seed alone. Not thread-safe.
 */
final class Sampler {

  private final Random random;
  private final double[] upTo;
  private final List<int[]> members = new ArrayList<>();
  private final int[] next;

  /**
   * Groups the samples.
   *
   * @param shares of each class in what is picked, by label, in any scale; empty for that in the
   *     data
   */
  Sampler(Examples examples, List<Double> shares, long seed) {
    this.random = new Random(seed); // its algorithm is part of Java's specification
    int[] labels = new int[examples.size()];
    Arrays.setAll(labels, examples::label);
    int classes = Arrays.stream(labels).max().orElseThrow() + 1;
    this.upTo = new double[classes];
    this.next = new int[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      int label = c;
      int[] found = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      members.add(found);
      double share = shares.isEmpty() ? found.length : c < shares.size() ? shares.get(c) : 0;
      sum += found.length == 0 ? 0 : share;
      upTo[c] = sum;
      shuffle(found);
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("no class with a share has samples: " + shares);
    }
  }

  /** The index of the next sample. */
  int pick() {
    double at = random.nextDouble() * upTo[upTo.length - 1];
    int label = 0;
    while (at >= upTo[label]) {
      label++;
    }
    int[] of = members.get(label);
    if (next[label] == of.length) {
      shuffle(of);
      next[label] = 0;
    }
    return of[next[label]++];
  }

  private void shuffle(int[] indices) {
    for (int i = indices.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = indices[i];
      indices[i] = indices[other];
      indices[other] = kept;
    }
  }
}
