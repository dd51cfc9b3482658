package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.RunResult;

/**
 * How an arm is told apart in pictures: by a color of the Okabe-Ito palette, which people with any
 * kind of color vision can tell apart (Okabe and Ito, Color Universal Design, 2008), and by a mark
 * and a dash, so that it never has to be told by color.
 *
 * @param place of the arm among the run's arms, from 0
 */
record Series(int place) {

  private static final int COLORS = 8;
  private static final int MARKS = 5;
  private static final int DASHES = 3;

  /** The series of an arm of a run; an arm that the run does not know looks like the first. */
  static Series of(RunResult run, String arm) {
    return new Series(Math.max(0, run.arms().stream().map(Arm::name).toList().indexOf(arm)));
  }

  /** The class of areas. */
  String area() {
    return "a" + place % COLORS;
  }

  /** The class of lines. */
  String line() {
    return "curve l" + place % COLORS + " d" + place % DASHES;
  }

  /** Draws the mark around a point. */
  void mark(Svg svg, double x, double y, double size) {
    String type = "edge " + area();
    switch (place % MARKS) {
      case 0 -> svg.circle(type, x, y, size);
      case 1 -> svg.rect(type, x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
      case 2 -> shape(svg, type, x, y, new double[] {0, -1.2, 1.2, 0.9, -1.2, 0.9}, size);
      case 3 -> shape(svg, type, x, y, new double[] {0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0}, size);
      default -> shape(svg, type, x, y, new double[] {0, 1.2, 1.2, -0.9, -1.2, -0.9}, size);
    }
  }

  private static void shape(
      Svg svg, String type, double x, double y, double[] corners, double size) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L').append(Svg.at(x + size * corners[i])).append(' ');
      path.append(Svg.at(y + size * corners[i + 1]));
    }
    svg.path(type, path.append('Z').toString());
  }
}
