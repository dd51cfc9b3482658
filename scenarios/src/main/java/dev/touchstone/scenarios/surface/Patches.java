package dev.touchstone.scenarios.surface;

/** The defects with an area: pits, inclusions, scale. */
final class Patches {

  private Patches() {}

  /** A few pits close together, all lit from one side. */
  static void pits(Plane plane, Noise noise) {
    int count = 1 + noise.below(5);
    double strength = noise.between(0.11, 0.22);
    double lamp = noise.between(0, 2 * Math.PI);
    double lampX = StrictMath.cos(lamp);
    double lampY = StrictMath.sin(lamp);
    double x = noise.between(14, 50);
    double y = noise.between(14, 50);
    for (int i = 0; i < count; i++) {
      pit(
          plane,
          x + (i == 0 ? 0 : 5 * noise.gaussian()),
          y + (i == 0 ? 0 : 5 * noise.gaussian()),
          noise.between(1.3, 2.8),
          strength * noise.between(0.75, 1.1),
          lampX,
          lampY);
    }
  }

  private static void pit(
      Plane plane, double x, double y, double radius, double depth, double lampX, double lampY) {
    int reach = (int) Math.ceil(radius + 2);
    for (int row = (int) y - reach; row <= (int) y + reach + 1; row++) {
      for (int column = (int) x - reach; column <= (int) x + reach + 1; column++) {
        double dx = column - x;
        double dy = row - y;
        double distance = Math.sqrt(dx * dx + dy * dy);
        double core = Math.min(1, Math.max(0, radius - distance + 0.5));
        double rim = Math.max(0, 1 - Math.abs(distance - radius - 0.7));
        double facing = distance == 0 ? 0 : (dx * lampX + dy * lampY) / distance;
        plane.add(column, row, depth * (0.55 * rim * Math.max(0, facing) - core));
      }
    }
  }

  /** One dark patch with a ragged edge and an uneven inside. */
  static void inclusion(Plane plane, Noise noise) {
    double strength = noise.between(0.09, 0.19);
    double radius = noise.between(5, 9);
    double ragged = noise.between(0.25, 0.5);
    Oval oval = Oval.anywhere(noise, radius, noise.between(0.6, 1));
    Mottle edge = new Mottle(noise);
    for (int y = 0; y < Plane.SIZE; y++) {
      for (int x = 0; x < Plane.SIZE; x++) {
        double inside = 1 - oval.distance(x, y);
        if (inside > -1.2) {
          double cover = inside + ragged * edge.at(x / 3.5, y / 3.5);
          double body = 1 + 0.25 * edge.at(x / 1.7 + 20, y / 1.7 + 20);
          plane.add(x, y, -strength * body * Math.min(1, Math.max(0, cover * radius * 0.6)));
        }
      }
    }
  }

  /** Plates of oxide: the higher ones shine, the gaps between them are dark. */
  static void scale(Plane plane, Noise noise) {
    double strength = noise.between(0.08, 0.17);
    double plate = noise.between(3, 5.5);
    Oval oval = Oval.anywhere(noise, noise.between(10, 20), noise.between(0.6, 1));
    Mottle flakes = new Mottle(noise);
    for (int y = 0; y < Plane.SIZE; y++) {
      for (int x = 0; x < Plane.SIZE; x++) {
        double cover = Math.min(1, Math.max(0, 2.5 * (1 - oval.distance(x, y))));
        if (cover > 0) {
          double height = flakes.at(x / plate, y / plate);
          double shade = height > 0.35 ? 1 : height < -0.25 ? -1 : 0.15;
          double grit = 0.3 * flakes.at(x / 1.1 + 9, y / 1.1 + 9);
          plane.add(x, y, strength * cover * (shade + grit));
        }
      }
    }
  }

  /** A tilted ellipse. */
  private record Oval(
      double x, double y, double cosine, double sine, double longRadius, double shortRadius) {

    static Oval anywhere(Noise noise, double radius, double flatness) {
      double tilt = noise.between(0, Math.PI);
      return new Oval(
          noise.between(12, 52),
          noise.between(12, 52),
          StrictMath.cos(tilt),
          StrictMath.sin(tilt),
          radius,
          radius * flatness);
    }

    /** 0 in the middle, 1 on the edge. */
    double distance(int column, int row) {
      double dx = column - x;
      double dy = row - y;
      double along = (dx * cosine + dy * sine) / longRadius;
      double across = (dy * cosine - dx * sine) / shortRadius;
      return Math.sqrt(along * along + across * across);
    }
  }
}
