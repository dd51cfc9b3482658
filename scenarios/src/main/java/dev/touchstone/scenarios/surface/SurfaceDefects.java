package dev.touchstone.scenarios.surface;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Seeded images of machined metal: {@value #HEIGHT} × {@value #WIDTH} pixels, grey, six classes of
 * which one is rare, each taken under five conditions.
 *
 * <p>An image is a pure function of the seed and its index: the same on every platform, in any
 * order, whatever the number of samples. Of every {@value #ROUND} images from a multiple of {@value
 * #ROUND} on, exactly 37 are clean, 15 each show a scratch, pits, an inclusion and scale, and 3
 * show a crack; under each class two of five images are taken under normal conditions and the
 * others in equal parts under the four bad ones. Immutable, thread-safe.
 */
public final class SurfaceDefects {

  private static final List<Defect> DEFECTS = List.of(Defect.values());
  private static final List<Condition> TAKEN = List.of(Condition.values());

  /** Pixels in a row. */
  public static final int WIDTH = Plane.SIZE;

  /** Rows of an image. */
  public static final int HEIGHT = Plane.SIZE;

  /** The classes, in the order of their labels. */
  public static final List<String> CLASSES =
      DEFECTS.stream().map(d -> d.name().toLowerCase(Locale.ROOT)).toList();

  /** The conditions. */
  public static final List<String> CONDITIONS = TAKEN.stream().map(Condition::key).toList();

  private static final int ROUND = 100;
  private static final int[] SHARES = {37, 15, 15, 15, 15, 3};

  /** Conditions of consecutive images of one class: two of five normal, the rest in equal parts. */
  private static final int[] TURNS = {0, 1, 2, 0, 3, 4, 0, 1, 0, 2, 3, 0, 4, 1, 0, 2, 0, 3, 4, 0};

  private final long seed;
  private final byte[] labels;
  private final byte[] conditions;

  /**
   * Lays out a data set; no image is drawn before it is asked for.
   *
   * @param seed any number; data sets of different seeds share no image
   * @param samples at least 1
   */
  public SurfaceDefects(long seed, int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException("a data set needs at least 1 sample, was " + samples);
    }
    this.seed = seed;
    this.labels = new byte[samples];
    this.conditions = new byte[samples];
    int[] seen = new int[SHARES.length];
    for (int first = 0; first < samples; first += ROUND) {
      byte[] round = round(new Noise(seed, -1L - first / ROUND));
      for (int i = 0; i < Math.min(ROUND, samples - first); i++) {
        int label = round[i];
        labels[first + i] = round[i];
        // The offset keeps the classes from taking their turns in step.
        conditions[first + i] = (byte) TURNS[(seen[label]++ + 3 * label) % TURNS.length];
      }
    }
  }

  private static byte[] round(Noise noise) {
    byte[] labels = new byte[ROUND];
    int filled = 0;
    for (int label = 0; label < SHARES.length; label++) {
      Arrays.fill(labels, filled, filled + SHARES[label], (byte) label);
      filled += SHARES[label];
    }
    for (int i = ROUND - 1; i > 0; i--) {
      int other = noise.below(i + 1);
      byte kept = labels[i];
      labels[i] = labels[other];
      labels[other] = kept;
    }
    return labels;
  }

  /** How many images there are. */
  public int size() {
    return labels.length;
  }

  /**
   * The class of one image.
   *
   * @param index from 0 to {@code size() - 1}
   * @return an index into {@link #CLASSES}
   */
  public int label(int index) {
    return labels[Objects.checkIndex(index, labels.length)];
  }

  /**
   * The condition that one image was taken under.
   *
   * @param index from 0 to {@code size() - 1}
   * @return one of {@link #CONDITIONS}
   */
  public String condition(int index) {
    return CONDITIONS.get(conditions[Objects.checkIndex(index, labels.length)]);
  }

  /**
   * Draws one image.
   *
   * @param index from 0 to {@code size() - 1}
   * @return a new array, {@code [height, width]} row-major, grey in [0, 1] in steps of 1/255, as an
   *     8-bit camera gives it
   */
  public float[] image(int index) {
    Defect defect = DEFECTS.get(label(index));
    Condition condition = TAKEN.get(conditions[index]);
    Noise noise = new Noise(seed, index);
    Plane plane = Metal.surface(noise);
    defect.draw(plane, noise);
    Metal.light(plane, noise);
    condition.apply(plane, noise);
    float[] pixels = new float[plane.values.length];
    for (int i = 0; i < pixels.length; i++) {
      double grey = Math.min(255, Math.max(0, Math.rint(plane.values[i] * 255)));
      pixels[i] = (float) (grey / 255);
    }
    return pixels;
  }
}
