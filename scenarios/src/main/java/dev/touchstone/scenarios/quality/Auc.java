package dev.touchstone.scenarios.quality;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

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
    int classes = labels.names().size();
    boolean single = classes == 2 && scores.classes() == 1;
    if (single) {
      Answers.check((Labels) labels, scores);
    } else {
      Answers.check(labels, scores);
    }
    Distributions distributions = new Distributions(scores);
    double sum = 0;
    int counted = 0;
    for (int label = classes == 2 ? 1 : 0; label < classes; label++) {
      Ranked[] ranked = rank(labels, distributions, slice, label, single ? 0 : label);
      double area = area(ranked);
      if (!Double.isNaN(area)) {
        sum += area;
        counted++;
      }
    }
    return counted == 0 ? Optional.empty() : Optional.of(new Score(sum / counted, slice.size()));
  }

  private record Ranked(double order, boolean positive) {}

  private static Ranked[] rank(
      Labels.Classes labels, Distributions distributions, Slice slice, int label, int column) {
    return slice
        .indices()
        .mapToObj(
            i -> {
              boolean positive = labels.at(i) == label;
              double order = distributions.order(i, column);
              double worst = positive ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
              return new Ranked(Double.isNaN(order) ? worst : order + 0.0, positive); // no -0.0
            })
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
