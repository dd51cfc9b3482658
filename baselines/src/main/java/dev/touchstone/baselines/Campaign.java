package dev.touchstone.baselines;

import java.util.List;

/**
 * All fork pairs in which one candidate was measured against the baselines.
 *
 * @param candidate the candidate's arm
 * @param pairs the valid ones
 * @param invalidPairs how many were thrown away and done again
 */
public record Campaign(String candidate, List<ForkPair> pairs, int invalidPairs) {

  /** Copies the pairs. */
  public Campaign {
    pairs = List.copyOf(pairs);
  }
}
