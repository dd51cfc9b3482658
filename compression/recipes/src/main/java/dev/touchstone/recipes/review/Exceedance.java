package dev.touchstone.recipes.review;

/**
 * How often new samples go beyond the largest value of earlier ones, if all were drawn alike.
 *
 * <p>Whatever the distribution: at least {@code k} of {@code m} new samples lie above the largest
 * of {@code n} earlier ones exactly if the {@code k} largest of all are new, which has the
 * probability {@code m / (n + m) · (m − 1) / (n + m − 1) ·} … for {@code k} factors (Epstein,
 * Annals of Mathematical Statistics 25 (1954) 762). Equal values make it rarer.
 */
final class Exceedance {

  private Exceedance() {}

  /** The probability that at least {@code beyond} of {@code fresh} exceed all {@code earlier}. */
  static double chance(int beyond, int fresh, int earlier) {
    double chance = 1;
    for (int i = 0; i < beyond; i++) {
      chance *= (double) (fresh - i) / (earlier + fresh - i);
    }
    return chance;
  }
}
