package dev.touchstone.training;

import dev.touchstone.scenarios.surface.SurfaceDefects;

/**
 * Images of the embedded default as its model expects them: {@code (grey - 0.4) * 4}, the
 * preprocessing that the bundled manifests declare.
 *
 * @param images of grey in [0, 1]
 */
record SurfaceExamples(SurfaceDefects images) implements Examples {

  private static final float SUBTRACT = 0.4f;
  private static final float MULTIPLY = 4;

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public long[] shape() {
    return new long[] {1, SurfaceDefects.HEIGHT, SurfaceDefects.WIDTH};
  }

  @Override
  public float[] sample(int index) {
    float[] pixels = images.image(index);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (pixels[i] - SUBTRACT) * MULTIPLY;
    }
    return pixels;
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }
}
