package dev.touchstone.scenarios;

/** What a requirement demands of its metric. */
public sealed interface Rule {

  /** An absolute upper bound, for metrics where smaller is better. */
  record AtMost(Quantity limit) implements Rule {
    @Override
    public String toString() {
      return "at most " + limit;
    }
  }

  /** An absolute lower bound, for metrics where larger is better. */
  record AtLeast(Quantity limit) implements Rule {
    @Override
    public String toString() {
      return "at least " + limit;
    }
  }

  /**
   * A bound on the loss against another arm that is measured in the same run.
   *
   * @param baseline the other arm
   * @param allow a loss up to here never blocks
   * @param catches a loss of this size must be found; not below {@code allow}, on the same scale
   */
  record Against(Baseline baseline, Loss allow, Loss catches) implements Rule {

    /** Rejects two scales and a catch below allow. */
    public Against {
      if (allow.scale() != catches.scale() || catches.size() < allow.size()) {
        throw new IllegalArgumentException(
            "catch " + catches + " must not be below allow " + allow);
      }
    }

    @Override
    public String toString() {
      return "against " + baseline.key() + ": allow " + allow + ", catch " + catches;
    }
  }

  /**
   * A gain that the candidate must bring to be worth its trouble.
   *
   * @param baseline the other arm
   * @param atLeast the smallest gain that pays, as a relative change for the better
   */
  record GainAtLeast(Baseline baseline, Loss atLeast) implements Rule {
    @Override
    public String toString() {
      return "gain against " + baseline.key() + " at least " + atLeast;
    }
  }
}
