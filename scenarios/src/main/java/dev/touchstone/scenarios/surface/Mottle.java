package dev.touchstone.scenarios.surface;

/**
 * Smooth random values over the plane: normal values on an integer lattice that repeats every
 * {@value #PERIOD} units, joined by cubic steps.
 */
final class Mottle {

  private static final int PERIOD = 64;
  private static final int WRAP = PERIOD - 1;

  private final float[] values = new float[PERIOD * PERIOD];

  Mottle(Noise noise) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) noise.gaussian();
    }
  }

  /** The value at a place, in lattice units; variance 1 on the lattice, less in between. */
  double at(double x, double y) {
    double left = Math.floor(x);
    double top = Math.floor(y);
    double right = step(x - left);
    double down = step(y - top);
    int column = (int) left & WRAP;
    int row = ((int) top & WRAP) * PERIOD;
    int nextColumn = (column + 1) & WRAP;
    int nextRow = (row + PERIOD) & (PERIOD * PERIOD - 1);
    double above = mix(values[row + column], values[row + nextColumn], right);
    double below = mix(values[nextRow + column], values[nextRow + nextColumn], right);
    return mix(above, below, down);
  }

  private static double mix(double from, double to, double share) {
    return from + (to - from) * share;
  }

  private static double step(double t) {
    return t * t * (3 - 2 * t);
  }
}
