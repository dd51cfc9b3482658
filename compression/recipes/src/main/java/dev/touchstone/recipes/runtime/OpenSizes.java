package dev.touchstone.recipes.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * A guess at sizes that a model leaves open. A model may need more than one sound sample or pixel,
 * and does not say how many.
 *
 * @param size of the open dimensions that are guessed at
 * @param onlyLast whether these are the last ones of each input, where a signal runs; otherwise all
 *     after the first, which counts samples. The others are 1
 */
record OpenSizes(long size, boolean onlyLast) {

  /** Every open dimension is 1. */
  static final OpenSizes ONES = new OpenSizes(1, true);

  /** Frames of sound, words, pictures. */
  private static final long[] USUAL = {8, 32, 64, 128, 224, 256, 288, 320, 512, 576, 640, 1024};

  /** All guesses, the likeliest first. */
  static List<OpenSizes> all() {
    List<OpenSizes> all = new ArrayList<>(List.of(ONES));
    for (boolean onlyLast : new boolean[] {true, false}) {
      for (long size : USUAL) {
        all.add(new OpenSizes(size, onlyLast));
      }
    }
    return all;
  }

  long[] shape(ValueType type) {
    long[] shape = new long[type.shape().size()];
    for (int d = 0; d < shape.length; d++) {
      boolean guessed = d > 0 && (!onlyLast || d == shape.length - 1);
      shape[d] = type.shape().get(d).orElse(guessed ? size : 1);
    }
    return shape;
  }
}
