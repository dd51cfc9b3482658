package dev.touchstone.runner;

import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Standing;
import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.system.RunEvidence;
import dev.touchstone.scenarios.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The fork pairs of one candidate: those that are kept, in the order in which they became valid,
 * how many were thrown away, and what they have still to decide.
 */
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
  private final int least;
  private final List<ForkPair> valid = new ArrayList<>();
  private int invalid;
  private int invalidByConditions;
  private Standing standing;

  PairTally(String candidate, PlanSettings settings) {
    this.candidate = candidate;
    this.planned = settings.pairs();
    this.least = settings.leastPairs();
    // Nothing is open before the first look, but nothing is decided either.
    this.standing = new Standing(List.of(), Math.min(planned, Looks.FORK_PAIRS.first().n()));
  }

  String candidate() {
    return candidate;
  }

  /** Keeps a pair as the next of the sequence; whether it is time to look: never after the last. */
  boolean keep(ForkPair pair) {
    valid.add(new ForkPair(valid.size(), pair.rounds(), pair.memory()));
    return standing.next() > 0 && valid.size() >= standing.next();
  }

  /** Takes in what a look found. */
  void learn(Standing found) {
    standing = found;
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

  /**
   * Whether nothing is left to find out. A campaign that lost pairs goes on until these are few
   * among the valid ones, so that an early answer is not thrown away with them.
   */
  boolean isOver() {
    return valid.size() >= target();
  }

  /** How many valid pairs the next step needs; what there is if there is no next step. */
  int target() {
    int wanted = Math.max(Math.max(standing.next(), least), fewestBeside(invalid));
    return givenUp() ? valid.size() : Math.max(valid.size(), Math.min(planned, wanted));
  }

  private static int fewestBeside(int lost) {
    int valid = 0;
    while (RunEvidence.tooManyInvalid(valid, lost)) {
      valid++;
    }
    return valid;
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

  /** Where it stands, for people. */
  String inWords() {
    String pairs = "fork pairs " + valid.size() + ", ";
    if (standing.isDecided()) {
      return pairs + candidate + " is decided";
    }
    String open =
        standing.open().stream().map(PairTally::brief).distinct().collect(Collectors.joining(", "));
    return pairs + "next look " + standing.next() + ", open: " + open + " of " + candidate;
  }

  private static String brief(Requirement requirement) {
    return requirement.metric().key();
  }

  /** The campaign, if a pair is left. */
  Optional<Campaign> campaign(UnaryOperator<ForkPair> each) {
    return valid.isEmpty()
        ? Optional.empty()
        : Optional.of(new Campaign(candidate, valid.stream().map(each).toList(), invalid));
  }
}
