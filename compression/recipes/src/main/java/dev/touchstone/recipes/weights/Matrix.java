package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;

/**
 * Weights as rows of what is multiplied with the same inputs: row n holds the weights of output n.
 * Read-only by agreement; the array is not copied.
 */
final class Matrix {

  private final int rows;
  private final int columns;
  private final float[] values;

  /**
   * Wraps an array.
   *
   * @param values row after row
   */
  Matrix(int rows, int columns, float[] values) {
    if (values.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " is not " + values.length + " values");
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** A tensor whose first dimension counts the rows. */
  static Matrix ofRows(Constant constant) {
    int rows = Math.toIntExact(constant.shape()[0]);
    return new Matrix(rows, Math.toIntExact(constant.size() / rows), constant.toFloats());
  }

  /** A tensor {@code [inputs, outputs]}, turned. */
  static Matrix ofColumns(Constant constant) {
    Matrix across = ofRows(constant);
    float[] turned = new float[across.values.length];
    for (int r = 0; r < across.rows; r++) {
      for (int c = 0; c < across.columns; c++) {
        turned[c * across.rows + r] = across.values[r * across.columns + c];
      }
    }
    return new Matrix(/* rows= */ across.columns, /* columns= */ across.rows, turned);
  }

  /** The same times a number. */
  Matrix times(float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new Matrix(rows, columns, scaled);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  float[] values() {
    return values;
  }

  /** A copy of a row in doubles. */
  double[] row(int row) {
    double[] copy = new double[columns];
    for (int c = 0; c < columns; c++) {
      copy[c] = values[row * columns + c];
    }
    return copy;
  }

  /** Whether there is neither NaN nor infinity. */
  boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
