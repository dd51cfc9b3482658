package dev.touchstone.recipes.weights;

import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import dev.touchstone.scenarios.QuantizeWeights.Zero;

/**
 * Half-quadratic quantization: scale and zero point minimize Σ |w − ŵ|^0.7, which lets outliers err
 * more so that the many small weights err less (Badri and Shaji, Half-Quadratic Quantization of
 * Large Machine Learning Models, 2023).
 *
 * <p>Errors are split into e, the shrunk error of outliers, and the rest; given e the grid is a
 * least-squares fit, given the grid e is a shrinkage, in turn, with β growing. All is in units of
 * the block's first scale, so that β = 10 means the same for every block. The paper moves the zero
 * point only and keeps it a real number; here the scale moves as well, and the zero point is a
 * level, since ONNX Runtime is fast with such only. The best grid on the way wins, the first being
 * the one that the range spans: never worse than rounding to nearest.
 */
final class HalfQuadraticRounder implements Rounder {

  private static final double NORM = 0.7;
  private static final double FIRST_BETA = 10;
  private static final double BETA_GROWTH = 1.1;
  private static final int ROUNDS = 20;

  private final Blocks blocks;

  HalfQuadraticRounder(Blocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public BlockedMatrix round(Matrix weights) {
    return NearestRounder.round(weights, blocks, this::fit);
  }

  private Grid fit(double[] row, int from, int to) {
    Grid grid = Grid.spanning(row, from, to, blocks.bits(), blocks.zero());
    Grid best = grid;
    double least = objective(row, from, to, grid);
    double unit = Math.abs(grid.scale());
    double beta = FIRST_BETA;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      Grid next = refit(row, from, to, grid, unit, beta);
      double reached = next.equals(grid) ? least : objective(row, from, to, next);
      if (!(reached < least)) {
        return best; // as in the paper: no better, no further
      }
      least = reached;
      best = next;
      grid = next;
      beta *= BETA_GROWTH;
    }
    return best;
  }

  /** Σ |w − ŵ|^0.7 of a block. */
  static double objective(double[] row, int from, int to, Grid grid) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.pow(Math.abs(row[i] - grid.real(grid.level(row[i]))), NORM);
    }
    return sum;
  }

  /** The least-squares line through level and target, the target without outliers' errors. */
  private Grid refit(double[] row, int from, int to, Grid grid, double unit, double beta) {
    boolean fixedZero = blocks.zero() == Zero.SYMMETRIC;
    double meanLevel = 0;
    double meanTarget = 0;
    double[] targets = new double[to - from];
    for (int i = from; i < to; i++) {
      double error = (row[i] - grid.real(grid.level(row[i]))) / unit;
      targets[i - from] = row[i] - shrunk(error, beta) * unit;
      meanLevel += (double) grid.level(row[i]) / targets.length;
      meanTarget += targets[i - from] / targets.length;
    }
    double aroundLevel = fixedZero ? grid.zero() : meanLevel;
    double aroundTarget = fixedZero ? 0 : meanTarget;
    double product = 0;
    double square = 0;
    for (int i = from; i < to; i++) {
      double level = grid.level(row[i]) - aroundLevel;
      product += level * (targets[i - from] - aroundTarget);
      square += level * level;
    }
    float scale = (float) (product / square);
    if (square == 0 || !(Math.abs(scale) >= Float.MIN_NORMAL) || !Float.isFinite(scale)) {
      return grid;
    }
    double zero = fixedZero ? grid.zero() : Math.rint(meanLevel - meanTarget / scale);
    int levels = 1 << blocks.bits();
    return new Grid(scale, (int) Math.max(0, Math.min(levels - 1, zero)), blocks.bits());
  }

  /** The generalized soft threshold of |x|^p: sign(x) · max(0, |x| − |x|^(p−1) / β). */
  private static double shrunk(double x, double beta) {
    double magnitude = Math.abs(x);
    double rest = magnitude == 0 ? 0 : magnitude - Math.pow(magnitude, NORM - 1) / beta;
    return rest <= 0 ? 0 : Math.copySign(rest, x);
  }
}
