package dev.touchstone.baselines;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One replicate of a paired comparison: fresh workers of all arms, run in interleaved rounds.
 *
 * @param index counted from 0
 * @param rounds for each arm one block a round; every arm has the same number of rounds
 * @param memory of each arm's worker
 */
public record ForkPair(int index, Map<String, List<Block>> rounds, Map<String, Memory> memory) {

  /** Copies, keeps the order of the arms, and rejects arms with unlike numbers of rounds. */
  public ForkPair {
    rounds = Collections.unmodifiableMap(new LinkedHashMap<>(rounds));
    memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
    if (rounds.values().stream().mapToInt(List::size).distinct().count() > 1) {
      throw new IllegalArgumentException("every arm of pair " + index + " needs the same rounds");
    }
  }
}
