package dev.touchstone.scenarios.quality;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Counts of right and wrong answers by class, and the metrics that follow from them.
 *
 * <p>Definitions and edges are those of scikit-learn ({@code precision_recall_fscore_support}),
 * except that a ratio with nothing below the line is absent here and 0 there. The answer is {@link
 * Predictions.Scores#predicted}; a sample whose scores are all NaN is answered wrongly. A model may
 * have more scores than the labels have names: answers beyond the names are wrong.
 */
public final class Confusion {

  private final long[] right;
  private final long[] labeled;
  private final long[] answered;
  private final long n;

  private Confusion(int classes, long n) {
    right = new long[classes];
    labeled = new long[classes];
    answered = new long[classes];
    this.n = n;
  }

  /**
   * Counts the answers to the samples of a slice.
   *
   * @throws IllegalArgumentException if labels and scores do not fit each other
   */
  public static Confusion of(Labels.Classes labels, Predictions.Scores scores, Slice slice) {
    Answers.check(labels, scores);
    int classes = Math.max(labels.names().size(), scores.classes());
    Confusion confusion = new Confusion(classes, slice.size());
    slice.indices().forEach(i -> confusion.count(labels.at(i), Answers.of(scores, i)));
    return confusion;
  }

  /**
   * Takes counts that were made elsewhere, such as those of a resample.
   *
   * @param right for each class its samples that were answered rightly
   * @param labeled for each class its samples
   * @param answered for each class the samples that were answered with it
   */
  public static Confusion ofCounts(long[] right, long[] labeled, long[] answered) {
    Confusion confusion = new Confusion(right.length, LongStream.of(labeled).sum());
    System.arraycopy(right, 0, confusion.right, 0, right.length);
    System.arraycopy(labeled, 0, confusion.labeled, 0, right.length);
    System.arraycopy(answered, 0, confusion.answered, 0, right.length);
    return confusion;
  }

  /**
   * The answer to each sample; -1 where every score is NaN.
   *
   * @throws IllegalArgumentException if labels and scores do not fit each other
   */
  public static int[] answers(Labels.Classes labels, Predictions.Scores scores) {
    Answers.check(labels, scores);
    return IntStream.range(0, scores.size()).map(i -> Answers.of(scores, i)).toArray();
  }

  private void count(int label, int answer) {
    labeled[label]++;
    if (answer != Answers.NONE) {
      answered[answer]++;
    }
    if (answer == label) {
      right[label]++;
    }
  }

  /** Share of right answers; n is the slice's size. Absent for an empty slice. */
  public Optional<Score> top1() {
    long sum = 0;
    for (long r : right) {
      sum += r;
    }
    return ratio(sum, n);
  }

  /** Share of the class's samples that were found; n counts them. Absent if there are none. */
  public Optional<Score> recall(int label) {
    return ratio(right[label], labeled[label]);
  }

  /**
   * Share of the samples of several classes that were found; n counts them. Absent if there are
   * none.
   */
  public Optional<Score> recall(Collection<Integer> labels) {
    return ratio(
        labels.stream().mapToLong(label -> right[label]).sum(),
        labels.stream().mapToLong(label -> labeled[label]).sum());
  }

  /**
   * Share of the answers that name the class and are right; n counts these answers. Absent if the
   * class was never answered.
   */
  public Optional<Score> precision(int label) {
    return ratio(right[label], answered[label]);
  }

  /**
   * Harmonic mean of precision and recall, {@code 2 right / (labeled + answered)}; n counts the
   * class's samples, or the answers if there are none. Absent if the class has neither.
   */
  public Optional<Score> f1(int label) {
    long either = labeled[label] + answered[label];
    if (either == 0) {
      return Optional.empty();
    }
    long support = labeled[label] > 0 ? labeled[label] : answered[label];
    return Optional.of(new Score(2.0 * right[label] / either, support));
  }

  /**
   * Unweighted mean of F1 over the classes that have samples or answers in the slice; n is the
   * slice's size. Absent for an empty slice.
   */
  public Optional<Score> macroF1() {
    double sum = 0;
    int classes = 0;
    for (int label = 0; label < right.length; label++) {
      Optional<Score> f1 = f1(label);
      if (f1.isPresent()) {
        sum += f1.get().value();
        classes++;
      }
    }
    return classes == 0 ? Optional.empty() : Optional.of(new Score(sum / classes, n));
  }

  private static Optional<Score> ratio(long part, long whole) {
    return whole == 0 ? Optional.empty() : Optional.of(new Score((double) part / whole, whole));
  }
}
