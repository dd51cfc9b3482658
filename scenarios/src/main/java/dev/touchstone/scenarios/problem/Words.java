package dev.touchstone.scenarios.problem;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Wording that every message shares: quoted values, lists of what is allowed, nearest words. */
public final class Words {

  private static final int LONGEST_QUOTE = 120;

  private Words() {}

  /**
   * The value in double quotes; control characters are shown as {@code \}{@code uXXXX}, and a value
   * of more than 120 characters is cut with an ellipsis.
   */
  public static String quoted(String value) {
    int[] codePoints = value.codePoints().limit(LONGEST_QUOTE + 1L).toArray();
    boolean cut = codePoints.length > LONGEST_QUOTE;
    int shown = Math.min(codePoints.length, LONGEST_QUOTE);
    return '"' + visible(new String(codePoints, 0, shown)) + (cut ? "…\"" : "\"");
  }

  /** The text on one line, with control characters shown as {@code \}{@code uXXXX}. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints().forEach(c -> appendVisible(visible, c));
    return visible.toString();
  }

  private static void appendVisible(StringBuilder target, int codePoint) {
    if (codePoint == '\n') {
      target.append("\\n");
    } else if (codePoint == '\t') {
      target.append("\\t");
    } else if (Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.SURROGATE) {
      target.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
    } else {
      target.appendCodePoint(codePoint);
    }
  }

  /** {@code allowed: a, b, c}, in the given order; empty if nothing is allowed. */
  public static String allowed(Collection<String> words) {
    return words.isEmpty() ? "" : "allowed: " + String.join(", ", words);
  }

  /** {@code did you mean "load"?}, or empty if no allowed word is near. */
  public static String didYouMean(String found, Collection<String> words) {
    return nearest(found, words).map(word -> "did you mean " + quoted(word) + "?").orElse("");
  }

  /**
   * The allowed word that was probably meant: the one with the fewest typing mistakes, if these are
   * at most one for every three letters. Case is ignored; of equally near words one with the very
   * same letters wins, then the first.
   *
   * @return empty if no word is near
   */
  public static Optional<String> nearest(String found, Collection<String> words) {
    String lower = found.toLowerCase(Locale.ROOT);
    return words.stream()
        .filter(word -> Math.abs(word.length() - found.length()) <= mistakesAllowed(found, word))
        .filter(
            word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= mistakesAllowed(found, word))
        .min(
            Comparator.comparingInt((String word) -> distance(lower, word.toLowerCase(Locale.ROOT)))
                .thenComparing(word -> !sameLetters(lower, word.toLowerCase(Locale.ROOT))));
  }

  private static boolean sameLetters(String left, String right) {
    return Arrays.equals(left.chars().sorted().toArray(), right.chars().sorted().toArray());
  }

  private static int mistakesAllowed(String found, String word) {
    return Math.max(1, Math.max(found.length(), word.length()) / 3);
  }

  /**
   * Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions,
   * deletions, substitutions and swaps of neighbors, no part edited twice.
   *
   * <p>Source: Boytsov, ACM Journal of Experimental Algorithmics 16 (2011), section 2.2.
   */
  static int distance(String left, String right) {
    int[] before = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] reused = before;
      before = last;
      last = row;
      row = reused;
    }
    return last[right.length()];
  }
}
