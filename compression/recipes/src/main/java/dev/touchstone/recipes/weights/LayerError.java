package dev.touchstone.recipes.weights;

import java.util.List;
import java.util.Locale;

/**
 * What storing in few bits did to one layer's weights.
 *
 * @param layer its label in the graph
 * @param operator its type
 * @param rows outputs, or rows of a table
 * @param columns weights of each
 * @param relativeError √(Σ (w − ŵ)² / Σ w²)
 */
public record LayerError(
    String layer, String operator, int rows, int columns, double relativeError) {

  static LayerError between(String layer, String operator, Matrix weights, BlockedMatrix stored) {
    float[] exact = weights.values();
    float[] near = stored.restored().values();
    double error = 0;
    double square = 0;
    for (int i = 0; i < exact.length; i++) {
      double gap = (double) exact[i] - near[i];
      error += gap * gap;
      square += (double) exact[i] * exact[i];
    }
    double relative = error == 0 ? 0 : Math.sqrt(error / square);
    return new LayerError(layer, operator, weights.rows(), weights.columns(), relative);
  }

  /** A table of layers as comma-separated values, the worst first. */
  public static String csv(List<LayerError> layers) {
    StringBuilder text = new StringBuilder("layer,operator,rows,columns,relative_error\n");
    layers.stream()
        .sorted(java.util.Comparator.comparingDouble(LayerError::relativeError).reversed())
        .forEach(
            e ->
                text.append('"')
                    .append(e.layer.replace("\"", "\"\""))
                    .append(
                        String.format(
                            Locale.ROOT,
                            "\",%s,%d,%d,%.6f\n",
                            e.operator,
                            e.rows,
                            e.columns,
                            e.relativeError)));
    return text.toString();
  }
}
