package dev.touchstone.recipes.weights;

import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import java.util.Optional;

/**
 * GPTQ: weights are rounded one after the other, and those that are still to come make each error
 * good as far as the layer's inputs allow (Frantar et al., GPTQ, ICLR 2023, algorithm 1, with a
 * grid for each block chosen when the block is reached).
 *
 * <p>The error that counts is (w − ŵ) H (w − ŵ)ᵀ of each row. A row for which rounding to nearest,
 * or a half-quadratic fit, does better in this measure is rounded so.
 */
final class SecondOrderRounder implements Rounder {

  /** Share of the mean diagonal that is added to it, as in the paper. */
  private static final double DAMPING = 0.01;

  private final Blocks blocks;
  private final Hessian hessian;
  private final Optional<double[]> factor;

  SecondOrderRounder(Blocks blocks, Hessian hessian) {
    this.blocks = blocks;
    this.hessian = hessian;
    factor = factor(hessian);
  }

  private static Optional<double[]> factor(Hessian hessian) {
    int n = hessian.size();
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += hessian.at(i, i);
    }
    double[] damped = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        damped[i * n + j] = hessian.at(i, j);
      }
      damped[i * n + i] += DAMPING * trace / n;
    }
    return Cholesky.upperOfInverse(damped, n);
  }

  @Override
  public BlockedMatrix round(Matrix weights) {
    BlockedMatrix nearest = new NearestRounder(blocks).round(weights);
    BlockedMatrix result = new HalfQuadraticRounder(blocks).round(weights);
    double[] inResult = energies(weights, result);
    takeBetter(result, inResult, nearest, energies(weights, nearest));
    factor.ifPresent(
        upper -> {
          BlockedMatrix compensated = compensated(weights, upper);
          takeBetter(result, inResult, compensated, energies(weights, compensated));
        });
    return result;
  }

  private static void takeBetter(
      BlockedMatrix result, double[] inResult, BlockedMatrix other, double[] inOther) {
    for (int r = 0; r < result.rows(); r++) {
      if (inOther[r] < inResult[r]) {
        result.putRow(r, other);
        inResult[r] = inOther[r];
      }
    }
  }

  /** The error of each row, as the layer's outputs feel it. */
  double[] energies(Matrix weights, BlockedMatrix rounded) {
    Matrix restored = rounded.restored();
    double[] energies = new double[weights.rows()];
    for (int r = 0; r < energies.length; r++) {
      double[] error = weights.row(r);
      for (int c = 0; c < error.length; c++) {
        error[c] -= restored.values()[r * error.length + c];
      }
      energies[r] = hessian.energy(error);
    }
    return energies;
  }

  private BlockedMatrix compensated(Matrix weights, double[] upper) {
    BlockedMatrix result = new BlockedMatrix(weights.rows(), weights.columns(), blocks);
    for (int r = 0; r < weights.rows(); r++) {
      compensate(weights.row(r), r, upper, result);
    }
    return result;
  }

  private void compensate(double[] row, int r, double[] upper, BlockedMatrix result) {
    int n = row.length;
    Grid grid = Grid.spanning(row, 0, 0, blocks.bits(), blocks.zero());
    for (int c = 0; c < n; c++) {
      if (c % blocks.size() == 0) {
        int to = Math.min(n, c + blocks.size());
        grid = Grid.spanning(row, c, to, blocks.bits(), blocks.zero());
        result.put(r, c / blocks.size(), grid);
      }
      int level = grid.level(row[c]);
      result.put(r, c, level);
      double error = (row[c] - grid.real(level)) / upper[c * n + c];
      for (int later = c + 1; later < n; later++) {
        row[later] -= error * upper[c * n + later];
      }
    }
  }
}
