package dev.touchstone.cli;

import dev.touchstone.cli.BisectStep.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Narrows a range of commits by halves to the first bad one. A commit that gives no answer is
 * replaced by the nearest one to the middle that was not asked yet.
 *
 * @param commits oldest first; the last is known to be bad, and the one before the first to be good
 */
record BisectSearch(List<String> commits) {

  /** Copies the list. */
  BisectSearch {
    commits = List.copyOf(commits);
  }

  /**
   * What is left.
   *
   * @param suspects oldest first; the last is known to be bad, of the others nothing is known. One
   *     alone is the culprit
   */
  record Found(List<String> suspects) {

    /** The culprit, if it is one alone. */
    Optional<String> culprit() {
      return suspects.size() == 1 ? Optional.of(suspects.get(0)) : Optional.empty();
    }
  }

  /**
   * Asks until no answer can narrow the range any more.
   *
   * @param ask for the state of a commit; each is asked once
   */
  Found run(Function<String, State> ask) {
    int good = -1;
    int bad = commits.size() - 1;
    List<Integer> unanswered = new ArrayList<>();
    for (Optional<Integer> next = next(good, bad, unanswered);
        next.isPresent();
        next = next(good, bad, unanswered)) {
      switch (ask.apply(commits.get(next.get()))) {
        case GOOD -> good = next.get();
        case BAD -> bad = next.get();
        default -> unanswered.add(next.get());
      }
    }
    return new Found(commits.subList(good + 1, bad + 1));
  }

  /** The commit nearest to the middle between a good and a bad one that can still be asked. */
  private static Optional<Integer> next(int good, int bad, List<Integer> unanswered) {
    int middle = (good + bad) / 2;
    Optional<Integer> best = Optional.empty();
    for (int i = good + 1; i < bad; i++) {
      boolean nearer = best.isEmpty() || Math.abs(i - middle) < Math.abs(best.get() - middle);
      if (nearer && !unanswered.contains(i)) {
        best = Optional.of(i);
      }
    }
    return best;
  }
}
