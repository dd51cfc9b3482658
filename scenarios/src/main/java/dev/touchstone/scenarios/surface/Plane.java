package dev.touchstone.scenarios.surface;

/** A grey picture in the making: {@value #SIZE} × {@value #SIZE} values, row by row. */
final class Plane {

  /** Width and height in pixels. */
  static final int SIZE = 64;

  /** Middle of the picture, in pixel centers. */
  static final double CENTER = (SIZE - 1) / 2.0;

  /** Value of pixel (x, y) at {@code y * SIZE + x}. */
  final double[] values = new double[SIZE * SIZE];

  /** Adds to one pixel; what falls outside the picture is nobody's. */
  void add(int x, int y, double amount) {
    if (x >= 0 && x < SIZE && y >= 0 && y < SIZE) {
      values[y * SIZE + x] += amount;
    }
  }

  /** A picture with the same values. */
  Plane copy() {
    Plane copy = new Plane();
    System.arraycopy(values, 0, copy.values, 0, values.length);
    return copy;
  }

  /** The pixel's value; outside the picture that of the nearest pixel. */
  double nearest(int x, int y) {
    int column = Math.min(Math.max(x, 0), SIZE - 1);
    int row = Math.min(Math.max(y, 0), SIZE - 1);
    return values[row * SIZE + column];
  }
}
