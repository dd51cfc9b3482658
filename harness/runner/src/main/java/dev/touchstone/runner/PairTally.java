package dev.touchstone.runner;

import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.runner.system.RunEvidence;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The fork pairs of one candidate: those that are kept, and how many were thrown away. */
final class PairTally {

  /** What made a pair invalid. */
  enum Cause {
    /** The candidate failed: a fault of its own, not of the run. */
    CANDIDATE,
    /** The machine, or a baseline. */
    CONDITIONS
  }

  private final String candidate;
  private final int planned;
  private final Map<Integer, ForkPair> valid = new TreeMap<>();
  private int invalid;
  private int invalidByConditions;

  PairTally(String candidate, int planned) {
    this.candidate = candidate;
    this.planned = planned;
  }

  void keep(ForkPair pair) {
    valid.put(pair.index(), pair);
  }

  void throwAway(Cause cause) {
    invalid++;
    if (cause == Cause.CONDITIONS) {
      invalidByConditions++;
    }
  }

  /** Whether so many were thrown away that more would not help. */
  boolean givenUp() {
    return RunEvidence.tooManyInvalid(planned, invalid);
  }

  int valid() {
    return valid.size();
  }

  int invalidByConditions() {
    return invalidByConditions;
  }

  /** Share of the pairs that were thrown away for no fault of the candidate. */
  double lostToConditions() {
    int all = valid.size() + invalidByConditions;
    return all == 0 ? 0 : (double) invalidByConditions / all;
  }

  /** The campaign, if a pair is left. */
  Optional<Campaign> campaign(UnaryOperator<ForkPair> each) {
    return valid.isEmpty()
        ? Optional.empty()
        : Optional.of(new Campaign(candidate, valid.values().stream().map(each).toList(), invalid));
  }
}
