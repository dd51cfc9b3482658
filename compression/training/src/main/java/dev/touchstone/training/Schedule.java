package dev.touchstone.training;

/** How the learning rate moves over a training. */
public sealed interface Schedule {

  /**
   * The share of the peak learning rate at one step.
   *
   * @param step from 0 to {@code steps - 1}
   * @return in (0, 1]
   */
  double share(int step, int steps);

  /**
   * Rises in a straight line, then falls along half a cosine to almost nothing (Loshchilov and
   * Hutter, "SGDR", ICLR 2017, without restarts).
   *
   * @param warmup share of all steps during which it rises, in [0, 1)
   */
  record Cosine(double warmup) implements Schedule {

    /** Rejects NaN and a share outside [0, 1). */
    public Cosine {
      if (!(warmup >= 0 && warmup < 1)) {
        throw new IllegalArgumentException("warmup must be in [0, 1), was " + warmup);
      }
    }

    @Override
    public double share(int step, int steps) {
      double rising = warmup * steps;
      double at = step + 0.5;
      return at < rising
          ? at / rising
          : 0.5 + 0.5 * StrictMath.cos(Math.PI * (at - rising) / (steps - rising));
    }

    @Override
    public String toString() {
      return "cosine after a warm-up of " + Math.round(warmup * 100) + " % of the steps";
    }
  }

  /**
   * Stays, and falls by a factor in even intervals.
   *
   * @param every steps from one fall to the next, at least 1
   * @param factor in (0, 1)
   */
  record Stairs(int every, double factor) implements Schedule {

    /** Rejects an interval below 1 and a factor outside (0, 1). */
    public Stairs {
      if (every < 1 || !(factor > 0 && factor < 1)) {
        throw new IllegalArgumentException(
            "needs an interval of at least 1 and a factor in (0, 1), was " + every + ", " + factor);
      }
    }

    @Override
    public double share(int step, int steps) {
      return StrictMath.pow(factor, Math.floorDiv(step, every));
    }

    @Override
    public String toString() {
      return "times " + factor + " every " + every + " steps";
    }
  }
}
