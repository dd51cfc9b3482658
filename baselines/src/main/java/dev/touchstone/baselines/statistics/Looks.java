package dev.touchstone.baselines.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * When a growing sequence of pairs is looked at, and what risk each look may take.
 *
 * <p>Looking again and again at the level of a single test would raise the risk with every look.
 * Here the looks share one risk: by the union bound the chance that any of them is wrong is at most
 * the sum of their shares, whatever the differences depend on. Source: Slud and Wei, JASA 77 (1982)
 * 862, who divide a level among looks in this way; Jennison and Turnbull, Group Sequential Methods
 * (2000), section 7.2.
 *
 * <p>A loss that a look has seen must be seen again in the next {@link #CONFIRMATION} pairs, which
 * had no part in the suspicion.
 */
public final class Looks {

  /** Risk of all looks together of seeing a loss that is none. */
  public static final double FALSE_ALARM = 0.001;

  /** Risk of all looks together of passing what must be caught. */
  public static final double MISS = 0.01;

  /** Fresh pairs in which a loss must be seen again. */
  public static final int CONFIRMATION = 20;

  /** Risk of seeing a loss again that is none. */
  public static final double CONFIRMATION_RISK = 0.05;

  /**
   * Fork pairs: 12 are the fewest in which a loss can be seen at a risk of 0.00025, and enough for
   * most candidates that are unchanged.
   */
  public static final Looks FORK_PAIRS =
      shared(
          new int[] {12, 16, 20, 28, 40},
          new double[] {.25, .10, .15, .20, .30},
          new double[] {.10, .10, .20, .20, .40});

  /** Memory, which repeats within a percent: what 20 workers do not tell, 40 do not either. */
  public static final Looks MEMORY =
      shared(new int[] {12, 20}, new double[] {.25, .75}, new double[] {.25, .75});

  /** Cold starts, in groups of two starts of each arm. */
  public static final Looks COLD_STARTS =
      shared(new int[] {20, 40, 80}, new double[] {.25, .25, .50}, new double[] {.2, .3, .5});

  private final List<Look> list;

  private Looks(List<Look> list) {
    this.list = List.copyOf(list);
  }

  private static Looks shared(int[] sizes, double[] falseAlarms, double[] misses) {
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      looks.add(new Look(sizes[i], FALSE_ALARM * falseAlarms[i], MISS * misses[i]));
    }
    return new Looks(looks);
  }

  /**
   * The larger part of these looks, where two measures share their risks.
   *
   * @param share of the risks, from 0.5 to 1. Where the rest of a look's risk of a false alarm
   *     would be less than so few pairs can show, the larger part takes all of it
   */
  public Looks major(double share) {
    return parts(share, look -> tooSmall(look, share) ? 1 : share);
  }

  /** What {@link #major} leaves to the other measure. */
  public Looks minor(double share) {
    return parts(1 - share, look -> tooSmall(look, share) ? 0 : 1 - share);
  }

  private static boolean tooSmall(Look look, double share) {
    return look.falseAlarm() * (1 - share) < Math.pow(2, -look.n());
  }

  private Looks parts(double ofMiss, ToDoubleFunction<Look> ofAlarm) {
    return new Looks(
        list.stream()
            .map(
                look ->
                    new Look(
                        look.n(),
                        look.falseAlarm() * ofAlarm.applyAsDouble(look),
                        look.miss() * ofMiss))
            .toList());
  }

  /** The looks, the earliest first. */
  public List<Look> list() {
    return list;
  }

  /** The earliest look. */
  public Look first() {
    return list.get(0);
  }

  /** The look after which an open question stays open. */
  public Look last() {
    return list.get(list.size() - 1);
  }

  /** The pairs after which nothing is left to be decided, whatever they say. */
  public int most() {
    return last().n() + CONFIRMATION;
  }

  /** Whether a look sees a loss above {@code allow}, given as a difference. */
  public boolean seesLoss(int look, double[] differences, double allow) {
    return list.get(look).showsAbove(differences, allow);
  }

  /** Whether a look rules out a loss of {@code caught}, given as a difference. */
  public boolean rulesOut(int look, double[] differences, double caught) {
    return list.get(look).showsBelow(differences, caught);
  }

  /** Whether the pairs that follow a look see a loss above {@code allow} again. */
  public boolean confirms(int look, double[] differences, double allow) {
    int from = list.get(look).n();
    return Walsh.countAtMost(differences, from, from + CONFIRMATION, allow)
        <= SignedRank.of(CONFIRMATION).critical(CONFIRMATION_RISK);
  }

  /**
   * The risk of the claim that the center lies above {@code allow}, after some looks: the smallest
   * of the looks' one-sided signed-rank p-values, each divided by the look's share of the risk.
   *
   * <p>It is a p-value: if the claim is false, look {@code k} has {@code P(p_k <= x s_k) <= x s_k}
   * for any {@code x}, and with shares {@code s_k} that sum to at most 1 the chance that any look
   * has {@code p_k / s_k <= x} is at most {@code x}.
   *
   * @param upTo index of the latest of the looks
   * @return from 0 to 1; 1 if no look could have seen a loss
   */
  public double risk(int upTo, double[] differences, double allow) {
    double smallest = 1;
    for (Look look : list.subList(0, upTo + 1)) {
      if (look.falseAlarm() > 0) {
        int notAbove = Walsh.countAtMost(differences, 0, look.n(), allow);
        double p = SignedRank.of(look.n()).atMost(notAbove);
        smallest = Math.min(smallest, p / (look.falseAlarm() / FALSE_ALARM));
      }
    }
    return smallest;
  }
}
