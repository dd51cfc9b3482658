package dev.touchstone.baselines;

import java.util.List;

/**
 * A limit that is asked of a growing number of queries. The first look that decides it decides it
 * for good, so that judging a stored run gives the answer at which the run stopped.
 */
interface GrowingBudget {

  /**
   * The one-sided p-value of the claim that the limit is broken.
   *
   * @param queries how many, from the first on
   */
  double riskThatItIsKept(int queries);

  /** The one-sided p-value of the claim that the limit is kept. */
  double riskThatItIsBroken(int queries);

  /**
   * Where a budget stands.
   *
   * @param outcome PASS, FAIL, or INCONCLUSIVE where no look has decided
   * @param queries that the answer rests on
   * @param level of each bound at that look, so that the bounds of all looks hold with 99 %
   * @param risk of the claim that the limit is broken, over all looks up to that one: the smallest
   *     p-value of a look, each divided by the look's share of the risk
   */
  record Standing(Outcome outcome, int queries, double level, double risk) {}

  /** Asks at every look that a run of so many queries has taken. */
  default Standing ask(QueryLooks looks, int queries) {
    List<Integer> taken = looks.taken(queries);
    double risk = 1;
    for (int look = 0; look < taken.size(); look++) {
      int n = taken.get(look);
      double share = looks.share(look);
      double broken = riskThatItIsKept(n) / share;
      risk = Math.min(risk, broken);
      boolean fails = broken <= QueryLooks.RISK;
      boolean passes = riskThatItIsBroken(n) <= QueryLooks.RISK * share;
      if (fails || passes || look == taken.size() - 1) {
        Outcome outcome = fails ? Outcome.FAIL : passes ? Outcome.PASS : Outcome.INCONCLUSIVE;
        return new Standing(outcome, n, looks.level(look), risk);
      }
    }
    throw new IllegalStateException("there is always a look"); // taken is never empty
  }
}
