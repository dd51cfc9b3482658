package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Looks;

/** How far a sequence of replicates has decided a question. */
public sealed interface Decision {

  /** Whether more replicates could change it. */
  boolean isFinal();

  /** Replicates that it rests on; if it is not final, those that the next step needs. */
  int n();

  /** A decision that one look made, or began. */
  sealed interface AtLook extends Decision permits Passed, LossSeen, Confirmed, NotReproduced {

    /** Index of the look. */
    int look();

    /** The clock that it rests on. */
    TimeDomain clock();
  }

  /**
   * Nothing is decided.
   *
   * @param n replicates at the next look
   */
  record Open(int n) implements Decision {
    @Override
    public boolean isFinal() {
      return false;
    }
  }

  /**
   * A loss that must be caught was ruled out.
   *
   * @param look index of the look that decided
   * @param n replicates at that look
   * @param clock that decided
   */
  record Passed(int look, int n, TimeDomain clock) implements AtLook {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /**
   * A loss was seen, and has still to be seen again in fresh replicates.
   *
   * @param look index of the look that saw it
   * @param seenAt replicates at that look
   * @param clock that saw it
   */
  record LossSeen(int look, int seenAt, TimeDomain clock) implements AtLook {
    @Override
    public boolean isFinal() {
      return false;
    }

    @Override
    public int n() {
      return seenAt + Looks.CONFIRMATION;
    }
  }

  /**
   * A loss was seen, and seen again.
   *
   * @param look index of the look that saw it
   * @param seenAt replicates at that look
   * @param clock that saw it
   * @param risk of the claim that the loss is above what is allowed, from 0 to 1
   */
  record Confirmed(int look, int seenAt, TimeDomain clock, double risk) implements AtLook {
    @Override
    public boolean isFinal() {
      return true;
    }

    @Override
    public int n() {
      return seenAt + Looks.CONFIRMATION;
    }
  }

  /**
   * A loss was seen, but fresh replicates did not show it.
   *
   * @param look index of the look that saw it
   * @param seenAt replicates at that look
   * @param clock that saw it
   */
  record NotReproduced(int look, int seenAt, TimeDomain clock) implements AtLook {
    @Override
    public boolean isFinal() {
      return true;
    }

    @Override
    public int n() {
      return seenAt + Looks.CONFIRMATION;
    }
  }

  /**
   * All looks are over, and none decided.
   *
   * @param n replicates at the last look
   */
  record Exhausted(int n) implements Decision {
    @Override
    public boolean isFinal() {
      return true;
    }
  }
}
