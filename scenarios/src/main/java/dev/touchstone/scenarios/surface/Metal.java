package dev.touchstone.scenarios.surface;

/**
 * A machined surface without a defect: grain along the lay of the tool, feed marks, stains, and the
 * lamp above it.
 */
final class Metal {

  private final double cosine;
  private final double sine;
  private final double bend;

  private Metal(double lay, double bend) {
    this.cosine = StrictMath.cos(lay);
    this.sine = StrictMath.sin(lay);
    this.bend = bend;
  }

  /** Reflectance of a fresh surface, around 0.5. */
  static Plane surface(Noise noise) {
    Metal metal =
        new Metal(
            noise.between(0, Math.PI), noise.chance(0.5) ? noise.between(-0.004, 0.004) : 0.0);
    Plane plane = new Plane();
    metal.grain(plane, noise);
    if (noise.chance(0.4)) {
      metal.feedMarks(plane, noise);
    }
    stains(plane, noise);
    return plane;
  }

  private void grain(Plane plane, Noise noise) {
    double albedo = noise.between(0.42, 0.62);
    double fine = noise.between(0.015, 0.04);
    double coarse = noise.between(0.01, 0.03);
    double stretch = 1 / noise.between(8, 30);
    double pitch = 1 / noise.between(0.8, 1.5);
    Mottle grain = new Mottle(noise);
    for (int y = 0; y < Plane.SIZE; y++) {
      for (int x = 0; x < Plane.SIZE; x++) {
        double along = along(x, y);
        double across = across(x, y, along);
        plane.values[y * Plane.SIZE + x] =
            albedo
                + fine * grain.at(along * stretch, across * pitch)
                + coarse * grain.at(along * stretch / 2 + 31, across * pitch / 4 + 17);
      }
    }
  }

  /** Even ridges that the feed of a lathe or mill leaves across the lay. */
  private void feedMarks(Plane plane, Noise noise) {
    double period = noise.between(3.5, 9);
    double depth = noise.between(0.01, 0.035);
    double phase = noise.uniform();
    for (int y = 0; y < Plane.SIZE; y++) {
      for (int x = 0; x < Plane.SIZE; x++) {
        double turns = across(x, y, along(x, y)) / period + phase;
        double part = 2 * (turns - Math.floor(turns)) - 1;
        plane.values[y * Plane.SIZE + x] += depth * (1 - 2 * part * part);
      }
    }
  }

  /** Oil and cloudiness: there on good parts too, so a soft blot is no defect. */
  private static void stains(Plane plane, Noise noise) {
    double strength = noise.chance(0.5) ? noise.between(0.01, 0.035) : 0.008;
    double scale = 1 / noise.between(10, 24);
    Mottle cloud = new Mottle(noise);
    for (int y = 0; y < Plane.SIZE; y++) {
      for (int x = 0; x < Plane.SIZE; x++) {
        plane.values[y * Plane.SIZE + x] += strength * cloud.at(x * scale, y * scale);
      }
    }
  }

  /** Multiplies the lamp's gradient and the lens's vignetting into the picture. */
  static void light(Plane plane, Noise noise) {
    double slopeX = noise.between(-0.16, 0.16);
    double slopeY = noise.between(-0.16, 0.16);
    double vignette = noise.between(0.05, 0.3);
    for (int y = 0; y < Plane.SIZE; y++) {
      for (int x = 0; x < Plane.SIZE; x++) {
        double dx = (x - Plane.CENTER) / Plane.CENTER;
        double dy = (y - Plane.CENTER) / Plane.CENTER;
        double lamp = 1 + slopeX * dx + slopeY * dy;
        plane.values[y * Plane.SIZE + x] *= lamp * (1 - vignette * (dx * dx + dy * dy) / 2);
      }
    }
  }

  private double along(int x, int y) {
    return (x - Plane.CENTER) * cosine + (y - Plane.CENTER) * sine;
  }

  /** The bend turns straight grain into the arcs of a large lathe. */
  private double across(int x, int y, double along) {
    return (y - Plane.CENTER) * cosine - (x - Plane.CENTER) * sine + bend * along * along;
  }
}
