package dev.touchstone.scenarios.quality;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Area under the receiver operating characteristic: the probability that a sample of the class is
 * scored above one that is not, ties counted as one half.
 *
 * <p>Computed from ranks: {@code (R - p (p + 1) / 2) / (p q)}, where R is the sum of the mid-ranks
 * of the p positives among all p + q samples (the Mann-Whitney statistic). Source: Hanley and
 * McNeil, The meaning and use of the area under a ROC curve, Radiology 143 (1982) 29.
 */
public final class Auc {

  private Auc() {}

  /**
   * The area on the samples of a slice, in [0, 1].
   *
   * <p>With two classes it is that of the second ({@code names.get(1)} is the positive class), and
   * the model may have a single score, that of the positive class. With more classes it is the
   * unweighted mean of one class against the rest (macro), over the classes that have both kinds of
   * samples in the slice. Logits are compared by the odds that softmax gives them. A sample with a
   * score of NaN is ranked as wrongly as can be.
   *
   * @return absent if no class has both kinds of samples; n is the slice's size
   * @throws IllegalArgumentException if labels and scores do not fit each other
   */
  public static Optional<Score> of(Labels.Classes labels, Predictions.Scores scores, Slice slice) {
    List<Integer> positives = positives(labels);
    double sum = 0;
    int counted = 0;
    for (int label : positives) {
      double area = area(rank(labels, orders(labels, scores, label), slice, label));
      if (!Double.isNaN(area)) {
        sum += area;
        counted++;
      }
    }
    return counted == 0 ? Optional.empty() : Optional.of(new Score(sum / counted, slice.size()));
  }

  /** The classes whose areas are averaged: of two the second, of more all. */
  public static List<Integer> positives(Labels.Classes labels) {
    int classes = labels.names().size();
    return IntStream.range(classes == 2 ? 1 : 0, classes).boxed().toList();
  }

  /**
   * For each sample a number that grows with the score of a class; the samples of NaN are last
   * where they should be first, and the reverse.
   *
   * @throws IllegalArgumentException if labels and scores do not fit each other
   */
  public static double[] orders(Labels.Classes labels, Predictions.Scores scores, int label) {
    boolean single = labels.names().size() == 2 && scores.classes() == 1;
    if (single) {
      Answers.check((Labels) labels, scores);
    } else {
      Answers.check(labels, scores);
    }
    Distributions distributions = new Distributions(scores);
    return IntStream.range(0, scores.size())
        .mapToDouble(
            i -> {
              double order = distributions.order(i, single ? 0 : label);
              double worst =
                  labels.at(i) == label ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
              return Double.isNaN(order) ? worst : order + 0.0; // no -0.0
            })
        .toArray();
  }

  private record Ranked(double order, boolean positive) {}

  private static Ranked[] rank(Labels.Classes labels, double[] orders, Slice slice, int label) {
    return slice
        .indices()
        .mapToObj(i -> new Ranked(orders[i], labels.at(i) == label))
        .sorted(Comparator.comparingDouble(Ranked::order))
        .toArray(Ranked[]::new);
  }

  private static double area(Ranked[] ranked) {
    double positives = Arrays.stream(ranked).filter(Ranked::positive).count();
    double negatives = ranked.length - positives;
    double rankSum = 0;
    for (int from = 0; from < ranked.length; ) {
      int to = from;
      int tiedPositives = 0;
      while (to < ranked.length && ranked[to].order() == ranked[from].order()) {
        tiedPositives += ranked[to].positive() ? 1 : 0;
        to++;
      }
      rankSum += tiedPositives * (from + 1 + to) / 2.0; // mean of the ranks from + 1 .. to
      from = to;
    }
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
  }
}
