package dev.touchstone.cli;

/**
 * What is known of one commit.
 *
 * @param commit its full hash
 * @param state the answer
 * @param sha256 of the model that it builds; empty if it builds none
 * @param evidence one line for people
 */
record BisectStep(String commit, State state, String sha256, String evidence) {

  /** The answer to: is this commit's model worse? */
  enum State {
    GOOD,
    BAD,
    /** It cannot be built, so it cannot be asked. */
    BROKEN,
    /** It was measured, and the evidence spans the limit. */
    UNDECIDED
  }

  boolean isDecided() {
    return state == State.GOOD || state == State.BAD;
  }
}
