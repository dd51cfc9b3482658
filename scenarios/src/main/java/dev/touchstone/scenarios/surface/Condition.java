package dev.touchstone.scenarios.surface;

/** How a picture was taken. */
enum Condition {
  /** A good camera in good light. */
  NORMAL("normal") {
    @Override
    void apply(Plane plane, Noise noise) {
      grain(plane, noise, 0.010);
    }
  },
  /** Too short an exposure: a third to half of the light, and the noise of few photons. */
  LOW_LIGHT("low light") {
    @Override
    void apply(Plane plane, Noise noise) {
      double exposure = noise.between(0.33, 0.5);
      for (int i = 0; i < plane.values.length; i++) {
        double light = Math.max(0, exposure * plane.values[i]);
        plane.values[i] = light + (0.004 + 0.016 * Math.sqrt(light)) * noise.gaussian();
      }
    }
  },
  /** The part moved by three or four pixels while the shutter was open. */
  MOTION_BLUR("motion blur") {
    @Override
    void apply(Plane plane, Noise noise) {
      int[] direction = DIRECTIONS[noise.below(DIRECTIONS.length)];
      int length = 3 + noise.below(2);
      Plane still = plane.copy();
      for (int y = 0; y < Plane.SIZE; y++) {
        for (int x = 0; x < Plane.SIZE; x++) {
          double sum = 0;
          for (int step = 0; step < length; step++) {
            int offset = step - length / 2;
            sum += still.nearest(x + offset * direction[0], y + offset * direction[1]);
          }
          plane.values[y * Plane.SIZE + x] = sum / length;
        }
      }
      grain(plane, noise, 0.010);
    }
  },
  /** High gain: strong noise in every pixel. */
  SENSOR_NOISE("sensor noise") {
    @Override
    void apply(Plane plane, Noise noise) {
      grain(plane, noise, noise.between(0.025, 0.04));
    }
  },
  /** Sent through a lossy codec. */
  COMPRESSION("compression artifacts") {
    @Override
    void apply(Plane plane, Noise noise) {
      grain(plane, noise, 0.010);
      BlockCodec.degrade(plane, 25 + noise.below(26));
    }
  };

  private static final int[][] DIRECTIONS = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};

  private final String key;

  Condition(String key) {
    this.key = key;
  }

  /** The name in slice columns. */
  String key() {
    return key;
  }

  abstract void apply(Plane plane, Noise noise);

  private static void grain(Plane plane, Noise noise, double deviation) {
    for (int i = 0; i < plane.values.length; i++) {
      plane.values[i] += deviation * noise.gaussian();
    }
  }
}
