package dev.touchstone.scenarios.surface;

/** The thin defects: scratches, and the cracks that are mistaken for them. */
final class Lines {

  private static final double STEP = 0.5;

  private Lines() {}

  /** One scratch, or a few side by side. */
  static void scratches(Plane plane, Noise noise) {
    double angle = noise.between(0, 2 * Math.PI);
    double strength = noise.chance(0.35) ? noise.between(0.10, 0.2) : -noise.between(0.09, 0.19);
    int count = noise.chance(0.25) ? 2 + noise.below(2) : 1;
    double x = noise.between(14, 50);
    double y = noise.between(14, 50);
    for (int i = 0; i < count; i++) {
      scratch(plane, noise, x, y, angle, strength * noise.between(0.8, 1));
      double gap = noise.between(3, 8);
      x -= gap * StrictMath.sin(angle);
      y += gap * StrictMath.cos(angle);
    }
  }

  private static void scratch(
      Plane plane, Noise noise, double middleX, double middleY, double angle, double strength) {
    double length = noise.between(20, 54);
    double width = noise.between(0.5, 0.85);
    double ridge = -strength * noise.between(0.2, 0.6);
    double curve = noise.between(-0.004, 0.004);
    double heading = angle - curve * length / 2;
    double x = middleX - length / 2 * StrictMath.cos(angle);
    double y = middleY - length / 2 * StrictMath.sin(angle);
    for (double at = 0; at < length; at += STEP) {
      double cosine = StrictMath.cos(heading);
      double sine = StrictMath.sin(heading);
      double taper = Math.min(1, Math.min(at, length - at) / 6 + 0.2);
      dab(plane, x, y, width, strength * taper);
      dab(plane, x - 1.4 * sine, y + 1.4 * cosine, width, ridge * taper);
      x += STEP * cosine;
      y += STEP * sine;
      heading += curve * STEP;
    }
  }

  /** One crack with up to two branches. */
  static void crack(Plane plane, Noise noise) {
    double strength = noise.between(0.27, 0.44);
    double restless = noise.between(0.01, 0.07);
    double length = noise.between(22, 50);
    double heading = noise.between(0, 2 * Math.PI);
    double x = noise.between(20, 44) - length / 2.5 * StrictMath.cos(heading);
    double y = noise.between(20, 44) - length / 2.5 * StrictMath.sin(heading);
    Walker trunk = new Walker(x, y, heading, restless, strength);
    int branches = noise.chance(0.35) ? 1 : 0;
    double nextBranch = length * noise.between(0.2, 0.5);
    for (double at = 0; at < length; at += STEP) {
      trunk.advance(plane, noise, Math.min(1, (length - at) / 10 + 0.25));
      if (branches > 0 && at > nextBranch) {
        branch(plane, noise, trunk);
        branches--;
        nextBranch = at + length * noise.between(0.15, 0.4);
      }
    }
  }

  private static void branch(Plane plane, Noise noise, Walker trunk) {
    double length = noise.between(6, 16);
    double turn = noise.between(0.5, 1.1) * (noise.chance(0.5) ? 1 : -1);
    Walker twig =
        new Walker(trunk.x, trunk.y, trunk.heading + turn, trunk.restless, 0.8 * trunk.strength);
    for (double at = 0; at < length; at += STEP) {
      twig.advance(plane, noise, Math.min(1, (length - at) / 8 + 0.2));
    }
  }

  /**
   * A round brush with a soft edge.
   *
   * @param width standard deviation of the profile across the line, in pixels
   */
  static void dab(Plane plane, double x, double y, double width, double strength) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double reach = 1 / (9 * width * width);
    for (int row = top - 1; row <= top + 2; row++) {
      for (int column = left - 1; column <= left + 2; column++) {
        double dx = column - x;
        double dy = row - y;
        double t = 1 - (dx * dx + dy * dy) * reach;
        if (t > 0) {
          plane.add(column, row, strength * STEP * t * t * t);
        }
      }
    }
  }

  /** The tip of a crack: its heading and its strength both wander. */
  private static final class Walker {
    private final double restless;
    private final double strength;
    private double x;
    private double y;
    private double heading;
    private double gape = 0.6;

    Walker(double x, double y, double heading, double restless, double strength) {
      this.x = x;
      this.y = y;
      this.heading = heading;
      this.restless = restless;
      this.strength = strength;
    }

    void advance(Plane plane, Noise noise, double taper) {
      gape = Math.min(0.85, Math.max(0.45, gape + 0.04 * noise.gaussian()));
      heading += restless * noise.gaussian();
      if (noise.chance(0.02)) {
        heading += noise.between(0.4, 0.9) * (noise.chance(0.5) ? 1 : -1);
      }
      dab(plane, x, y, gape, -strength * taper * noise.between(0.7, 1.15));
      x += STEP * StrictMath.cos(heading);
      y += STEP * StrictMath.sin(heading);
    }
  }
}
