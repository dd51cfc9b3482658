package dev.touchstone.scenarios.surface;

/** What can be wrong with a surface; each kind draws itself, random in place, size and strength. */
enum Defect {
  /** Nothing. */
  CLEAN {
    @Override
    void draw(Plane plane, Noise noise) {
      // A good part carries no defect.
    }
  },
  /** A tool or chip slid over the part: straight, even, dark or bright with a ridge beside it. */
  SCRATCH {
    @Override
    void draw(Plane plane, Noise noise) {
      Lines.scratches(plane, noise);
    }
  },
  /** Small holes: a dark core, and a rim that shines on the side of the lamp. */
  PIT {
    @Override
    void draw(Plane plane, Noise noise) {
      Patches.pits(plane, noise);
    }
  },
  /** Foreign matter rolled in: an irregular dark patch. */
  INCLUSION {
    @Override
    void draw(Plane plane, Noise noise) {
      Patches.inclusion(plane, noise);
    }
  },
  /** Oxide that flakes off: bright and dark plates side by side. */
  SCALE {
    @Override
    void draw(Plane plane, Noise noise) {
      Patches.scale(plane, noise);
    }
  },
  /** The rare one: a thin line that wanders, kinks and branches, darker than any scratch. */
  CRACK {
    @Override
    void draw(Plane plane, Noise noise) {
      Lines.crack(plane, noise);
    }
  };

  abstract void draw(Plane plane, Noise noise);
}
