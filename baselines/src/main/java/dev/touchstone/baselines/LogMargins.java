package dev.touchstone.baselines;

/**
 * The limits of a relative rule as logs of ratios of costs.
 *
 * @param allow a loss that is surely above this is seen as one
 * @param caught a loss that is surely below this passes; not below {@code allow}
 * @param guard where CPU time decides, wall time must still be surely below this; not below {@code
 *     caught} unless a gain is demanded
 */
public record LogMargins(double allow, double caught, double guard) {

  /** Rejects NaN and margins in the wrong order. */
  public LogMargins {
    if (!(allow <= caught) || !Double.isFinite(allow) || !Double.isFinite(guard)) {
      throw new IllegalArgumentException(
          "margins need allow <= caught and a guard, were "
              + allow
              + ", "
              + caught
              + " and "
              + guard);
    }
  }
}
