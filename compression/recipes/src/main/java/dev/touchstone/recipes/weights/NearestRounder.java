package dev.touchstone.recipes.weights;

import dev.touchstone.scenarios.QuantizeWeights.Blocks;

/** The nearest level on the grid that each block's range spans. */
final class NearestRounder implements Rounder {

  private final Blocks blocks;

  NearestRounder(Blocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public BlockedMatrix round(Matrix weights) {
    return round(
        weights,
        blocks,
        (row, from, to) -> Grid.spanning(row, from, to, blocks.bits(), blocks.zero()));
  }

  /** Chooses the grid of the values of a row from an index up to, and without, another. */
  @FunctionalInterface
  interface GridChoice {
    Grid of(double[] row, int from, int to);
  }

  /** Rounds each block to the nearest levels of the grid that is chosen for it. */
  static BlockedMatrix round(Matrix weights, Blocks blocks, GridChoice choice) {
    BlockedMatrix result = new BlockedMatrix(weights.rows(), weights.columns(), blocks);
    for (int r = 0; r < weights.rows(); r++) {
      double[] row = weights.row(r);
      for (int b = 0; b < result.blocksInRow(); b++) {
        int from = b * blocks.size();
        int to = Math.min(row.length, from + blocks.size());
        put(result, r, b, row, choice.of(row, from, to));
      }
    }
    return result;
  }

  /** Writes a block down: its grid, and the nearest levels. */
  static void put(BlockedMatrix result, int row, int block, double[] values, Grid grid) {
    result.put(row, block, grid);
    int from = block * result.blocks().size();
    int to = Math.min(values.length, from + result.blocks().size());
    for (int c = from; c < to; c++) {
      result.put(row, c, grid.level(values[c]));
    }
  }
}
