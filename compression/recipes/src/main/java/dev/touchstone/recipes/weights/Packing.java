package dev.touchstone.recipes.weights;

import java.util.Arrays;

/** Levels as the bytes of files. */
final class Packing {

  private Packing() {}

  /** One byte a level, or two levels a byte. */
  static byte[] packed(byte[] levels, int bits) {
    return bits == 4 ? Nibbles.pack(levels) : levels;
  }

  /** The same, with each row in whole bytes. */
  static byte[] packedRows(byte[] levels, int columns, int bits) {
    if (bits == 8 || columns % 2 == 0) {
      return packed(levels, bits);
    }
    int rows = levels.length / columns;
    byte[] even = new byte[rows * (columns + 1)];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(levels, r * columns, even, r * (columns + 1), columns);
    }
    return packed(even, bits);
  }

  /** Levels with the last block of each row filled up with zeros' levels. */
  static byte[] padded(BlockedMatrix weights) {
    int width = weights.blocksInRow() * weights.blocks().size();
    if (width == weights.columns()) {
      return weights.levels();
    }
    byte[] levels = weights.levels();
    byte[] padded = new byte[weights.rows() * width];
    for (int r = 0; r < weights.rows(); r++) {
      System.arraycopy(levels, r * weights.columns(), padded, r * width, weights.columns());
      byte zero = (byte) weights.grid(r, weights.blocksInRow() - 1).zero();
      Arrays.fill(padded, r * width + weights.columns(), (r + 1) * width, zero);
    }
    return padded;
  }
}
