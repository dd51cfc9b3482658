package dev.touchstone.runner.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The orders in which arms take their turns, round after round: random in even rounds, the reverse
 * of the last in odd ones. Within every two rounds each arm is as often early as late, so that a
 * linear drift of the machine hits all arms alike. Not thread-safe.
 *
 * @param <T> what stands for an arm
 */
public final class AbbaOrder<T> {

  private final Random random;
  private List<T> last;
  private boolean reverse;

  /**
   * Starts before the first round.
   *
   * @param arms that take turns, in any order
   * @param seed of the even rounds
   */
  public AbbaOrder(List<T> arms, long seed) {
    this.last = List.copyOf(arms);
    this.random = new Random(seed);
  }

  /** The order of the next round. */
  public List<T> next() {
    List<T> order = new ArrayList<>(last);
    if (reverse) {
      Collections.reverse(order);
    } else {
      Collections.shuffle(order, random);
    }
    reverse = !reverse;
    last = List.copyOf(order);
    return last;
  }
}
