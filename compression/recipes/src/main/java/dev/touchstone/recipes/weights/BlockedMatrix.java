package dev.touchstone.recipes.weights;

import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import dev.touchstone.scenarios.QuantizeWeights.Zero;

/**
 * A matrix in levels, with a scale and a zero point for each block of a row. The last block of a
 * row may be shorter than the others.
 *
 * <pre>
 *   row n    | block 0 of 32 | block 1 of 32 | ... | last |
 *   scales     s[n][0]         s[n][1]
 * </pre>
 */
final class BlockedMatrix {

  private final int rows;
  private final int columns;
  private final Blocks blocks;
  private final byte[] levels;
  private final float[] scales;
  private final byte[] zeros;

  BlockedMatrix(int rows, int columns, Blocks blocks) {
    this.rows = rows;
    this.columns = columns;
    this.blocks = blocks;
    levels = new byte[rows * columns];
    scales = new float[rows * blocksInRow()];
    zeros = new byte[scales.length];
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  Blocks blocks() {
    return blocks;
  }

  boolean symmetric() {
    return blocks.zero() == Zero.SYMMETRIC;
  }

  int blocksInRow() {
    return (columns + blocks.size() - 1) / blocks.size();
  }

  /** Sets the grid of a block. */
  void put(int row, int block, Grid grid) {
    scales[row * blocksInRow() + block] = grid.scale();
    zeros[row * blocksInRow() + block] = (byte) grid.zero();
  }

  /** Sets a level. */
  void put(int row, int column, int level) {
    levels[row * columns + column] = (byte) level;
  }

  /** Takes a row over from a matrix of the same form. */
  void putRow(int row, BlockedMatrix other) {
    System.arraycopy(other.levels, row * columns, levels, row * columns, columns);
    int from = row * blocksInRow();
    System.arraycopy(other.scales, from, scales, from, blocksInRow());
    System.arraycopy(other.zeros, from, zeros, from, blocksInRow());
  }

  Grid grid(int row, int block) {
    int at = row * blocksInRow() + block;
    return new Grid(scales[at], zeros[at] & 0xFF, blocks.bits());
  }

  /** A level, from 0. */
  int level(int row, int column) {
    return levels[row * columns + column] & 0xFF;
  }

  /** All scales, row after row. */
  float[] scales() {
    return scales.clone();
  }

  /** All zero points, row after row, one a byte. */
  byte[] zeros() {
    return zeros.clone();
  }

  /** All levels, row after row, one a byte. */
  byte[] levels() {
    return levels.clone();
  }

  /** What the levels stand for. */
  Matrix restored() {
    float[] values = new float[levels.length];
    for (int r = 0; r < rows; r++) {
      for (int b = 0; b < blocksInRow(); b++) {
        Grid grid = grid(r, b);
        int end = Math.min(columns, (b + 1) * blocks.size());
        for (int c = b * blocks.size(); c < end; c++) {
          values[r * columns + c] = grid.real(level(r, c));
        }
      }
    }
    return new Matrix(rows, columns, values);
  }
}
