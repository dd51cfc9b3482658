package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.PruneStructured.Importance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much each unit of a group matters, relative to the others of the group: 1 on average.
 *
 * <p>By weights: the norm of what makes a unit (Li et al., <i>Pruning Filters for Efficient
 * ConvNets</i>, ICLR 2017), times the norm of what reads it, both summed over all layers of the
 * group, each layer divided by its mean (the group-wise norm of Fang et al., CVPR 2023). A
 * BatchNormalization behind a convolution scales its norms.
 *
 * <p>By activations: for each layer that reads the units, the energy that a unit contributes to its
 * output if units are independent, the mean square of its activation on calibration samples times
 * the sum of its squared weights (the diagonal of Sun et al., <i>Wanda</i>, ICLR 2024, for whole
 * channels).
 */
final class UnitImportance {

  private final Importance importance;
  private final Graph graph;
  private final Coupling coupling;
  private final WeightValues values;
  private final Map<TensorAxis, double[]> meanSquares;
  private final Map<String, List<Node>> consumers;

  /**
   * Prepares for a model.
   *
   * @param meanSquares of activations, one a channel; needed for {@link Importance#ACTIVATION}
   */
  UnitImportance(
      Importance importance,
      OnnxModel model,
      Coupling coupling,
      Map<TensorAxis, double[]> meanSquares) {
    this.importance = importance;
    graph = model.graph();
    this.coupling = coupling;
    values = new WeightValues(model);
    this.meanSquares = meanSquares;
    consumers = graph.consumers();
  }

  /**
   * The importance of each unit, in the order of the group.
   *
   * @return empty if the weights of none of the layers are known
   */
  Optional<double[]> of(UnitGroup group) {
    if (importance == Importance.ACTIVATION) {
      // what only a grouped convolution reads has no reader of its own
      return sum(group, group.readers(), true).or(() -> sum(group, group.makers(), false));
    }
    Optional<double[]> made = sum(group, group.makers(), false);
    Optional<double[]> read = sum(group, group.readers(), false);
    return made.map(
        m -> {
          double[] product = m.clone();
          read.ifPresent(r -> Arrays.setAll(product, i -> m[i] * r[i]));
          return normalized(product);
        });
  }

  /** The sum over layers, each divided by its mean over the units. */
  private Optional<double[]> sum(UnitGroup group, List<LayerSide> sides, boolean activations) {
    double[] sum = new double[group.units().size()];
    boolean any = false;
    for (LayerSide side : sides) {
      Optional<double[]> scores = scores(side, activations);
      if (scores.isPresent()) {
        double[] share = normalized(perUnit(group, side, scores.get()));
        Arrays.setAll(sum, i -> sum[i] + share[i]);
        any = true;
      }
    }
    return any ? Optional.of(normalized(sum)) : Optional.empty();
  }

  private double[] perUnit(UnitGroup group, LayerSide side, double[] scores) {
    Map<Integer, Integer> position = new HashMap<>();
    for (int u = 0; u < group.units().size(); u++) {
      position.put(group.units().get(u), u);
    }
    double[] perUnit = new double[group.units().size()];
    int[] atoms = coupling.atoms(side.weights());
    for (int i = 0; i < atoms.length; i++) {
      Integer unit = position.get(coupling.root(atoms[i]));
      if (unit != null) {
        perUnit[unit] += scores[i];
      }
    }
    if (importance == Importance.L2) {
      Arrays.setAll(perUnit, u -> Math.sqrt(perUnit[u]));
    }
    return perUnit;
  }

  /** One number for each index along the side's dimension of the weights. */
  private Optional<double[]> scores(LayerSide side, boolean activations) {
    Optional<double[]> energy = activations ? squares(side) : Optional.empty();
    if (activations && energy.isEmpty()) {
      return Optional.empty();
    }
    return values
        .of(side.weights().tensor())
        .map(
            weights -> {
              double[] norms = norms(weights, side.weights().axis(), importance != Importance.L1);
              if (activations) {
                double[] e = energy.orElseThrow();
                Arrays.setAll(norms, i -> norms[i] * e[i]);
              } else if (side.makes()) {
                scale(norms, side);
              }
              return norms;
            });
  }

  private Optional<double[]> squares(LayerSide side) {
    return Optional.ofNullable(meanSquares.get(side.activation()))
        .filter(e -> e.length == coupling.atoms(side.weights()).length);
  }

  /** Sums of absolute or squared elements, one for each index along a dimension. */
  static double[] norms(Constant weights, int axis, boolean squared) {
    long[] shape = weights.shape();
    int inner = (int) Arrays.stream(shape).skip(axis + 1L).reduce(1, (a, b) -> a * b);
    int size = Math.toIntExact(shape[axis]);
    double[] norms = new double[size];
    float[] elements = weights.toFloats();
    for (int i = 0; i < elements.length; i++) {
      double e = elements[i];
      norms[i / inner % size] += squared ? e * e : Math.abs(e);
    }
    return norms;
  }

  /** What BatchNormalization multiplies a convolution's channels with. */
  private void scale(double[] norms, LayerSide side) {
    List<Node> next = consumers.getOrDefault(side.activation().tensor(), List.of());
    if (!side.isConvolution() || next.size() != 1 || !next.get(0).is("BatchNormalization")) {
      return;
    }
    Optional<float[]> scale = graph.constant(next.get(0).input(1)).map(Constant::toFloats);
    Optional<float[]> variance = graph.constant(next.get(0).input(4)).map(Constant::toFloats);
    if (scale.isPresent() && variance.isPresent() && scale.get().length == norms.length) {
      double epsilon = next.get(0).real("epsilon", 1e-5f);
      for (int c = 0; c < norms.length; c++) {
        double factor = Math.abs(scale.get()[c]) / Math.sqrt(variance.get()[c] + epsilon);
        norms[c] *= importance == Importance.L2 ? factor * factor : factor;
      }
    }
  }

  /** The same numbers with a mean of 1; all 1 where all are 0. */
  private static double[] normalized(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> mean > 0 ? values[i] / mean : 1);
    return result;
  }
}
