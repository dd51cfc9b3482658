package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.FreshNames;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * BatchNormalization at inference is one multiplication and one addition a channel, which the Conv,
 * ConvTranspose, Gemm or MatMul and Add before it can do as well: with f = scale / sqrt(var +
 * epsilon) the weights become w · f and the bias (b − mean) · f + shift (Jacob et al., CVPR 2018,
 * section 3.2).
 */
final class BatchNormFolding {

  private static final Set<String> WITH_BIAS = Set.of("Conv", "ConvTranspose", "Gemm");

  private final Graph graph;
  private final Optional<ValueTypes> types;
  private final FreshNames names;
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;
  private final Set<String> outputs;
  private final List<Node> gone = new ArrayList<>();

  private BatchNormFolding(Graph graph, Optional<ValueTypes> types, FreshNames names) {
    this.graph = graph;
    this.types = types;
    this.names = names;
    this.producers = graph.producers();
    this.consumers = graph.consumers();
    this.outputs = graph.outputNames();
  }

  /**
   * Folds where it can, and tells how many nodes went away.
   *
   * @param types of the graph's tensors, if they are known; without them none behind a MatMul is
   *     folded
   * @param names for new weights
   */
  static int fold(Graph graph, long opset, Optional<ValueTypes> types, FreshNames names) {
    List<Node> norms =
        graph.nodes().stream()
            .filter(n -> n.is("BatchNormalization") && atInference(n, opset))
            .toList();
    if (norms.isEmpty()) {
      return 0;
    }
    BatchNormFolding folding = new BatchNormFolding(graph, types, names);
    int folded = 0;
    for (Node norm : norms) {
      folded += folding.fold(norm) ? 1 : 0;
    }
    graph.remove(folding.gone);
    return folded;
  }

  private static boolean atInference(Node norm, long opset) {
    boolean oldForm = opset < 7 || norm.integer("spatial", 1) != 1;
    boolean training = opset >= 14 && norm.integer("training_mode", 0) != 0;
    boolean sideOutputs = norm.outputs().stream().skip(1).anyMatch(o -> !o.isEmpty());
    return !oldForm && !training && !sideOutputs;
  }

  private boolean fold(Node norm) {
    Optional<Affine> affine = Affine.of(graph, norm);
    Node before = producers.get(norm.input(0));
    if (affine.isEmpty() || before == null || !isReadOnlyBy(norm.input(0))) {
      return false;
    }
    if (WITH_BIAS.contains(before.type())) {
      return foldInto(before, norm, affine.get());
    }
    return isMatrix(norm.input(0))
        && (before.is("MatMul")
            ? foldBehindProduct(before, norm, affine.get())
            : before.is("Add") && foldIntoSum(before, norm, affine.get()));
  }

  private boolean isReadOnlyBy(String tensor) {
    return consumers.getOrDefault(tensor, List.of()).size() == 1 && !outputs.contains(tensor);
  }

  /** The channels of a normalization lie along axis 1, which is the last one of a matrix only. */
  private boolean isMatrix(String tensor) {
    return types
        .flatMap(t -> t.of(tensor))
        .map(ValueType::shape)
        .filter(s -> s.size() == 2)
        .isPresent();
  }

  private Optional<Constant> weights(Node node, Affine affine) {
    return graph
        .initializer(node.input(1))
        .filter(w -> w.type().isReal())
        .filter(
            w ->
                ChannelLayout.of(node, w)
                    .filter(layout -> layout.channels() == affine.factor.length)
                    .isPresent());
  }

  private boolean foldInto(Node before, Node norm, Affine affine) {
    Optional<Constant> weights = weights(before, affine);
    Optional<float[]> bias = bias(before.input(2), affine.factor.length, beta(before));
    if (weights.isEmpty() || bias.isEmpty()) {
      return false;
    }
    scale(before, weights.get(), affine);
    before.setInput(2, row(weights.get(), affine.apply(bias.get())));
    if (before.is("Gemm")) {
      before.with("beta", 1f);
    }
    replace(norm, before);
    return true;
  }

  /** The normalization becomes the Add of a bias. */
  private boolean foldBehindProduct(Node product, Node norm, Affine affine) {
    Optional<Constant> weights = weights(product, affine).filter(w -> w.shape().length == 2);
    if (weights.isEmpty()) {
      return false;
    }
    scale(product, weights.get(), affine);
    String bias = row(weights.get(), affine.apply(new float[affine.factor.length]));
    norm.setInput(1, bias).keepInputs(2).keepOutputs(1).setType("Add");
    for (String attribute : Set.of("epsilon", "momentum", "spatial", "training_mode")) {
      norm.without(attribute);
    }
    return true;
  }

  private boolean foldIntoSum(Node sum, Node norm, Affine affine) {
    int productAt = graph.initializer(sum.input(0)).isPresent() ? 1 : 0;
    Node product = producers.get(sum.input(productAt));
    if (product == null || !product.is("MatMul") || !isReadOnlyBy(sum.input(productAt))) {
      return false;
    }
    Optional<Constant> weights = weights(product, affine).filter(w -> w.shape().length == 2);
    Optional<float[]> bias = bias(sum.input(1 - productAt), affine.factor.length, 1);
    if (weights.isEmpty() || bias.isEmpty() || sum.input(1 - productAt).isEmpty()) {
      return false;
    }
    scale(product, weights.get(), affine);
    sum.setInput(1 - productAt, row(weights.get(), affine.apply(bias.get())));
    replace(norm, sum);
    return true;
  }

  private void replace(Node norm, Node by) {
    by.setOutput(0, norm.output(0));
    producers.put(norm.output(0), by);
    gone.add(norm);
  }

  private String row(Constant weights, float[] bias) {
    String name = names.of(weights.name() + ".bias");
    Constant floats = Constant.floats(name, new long[] {bias.length}, bias);
    graph.put(ofType(floats, weights));
    return name;
  }

  /** A bias has the element type of its weights. */
  private static Constant ofType(Constant floats, Constant like) {
    if (floats.type() == like.type()) {
      return floats;
    }
    byte[] zeros = new byte[Math.toIntExact(like.type().bytes(floats.size()))];
    return Constant.raw(floats.name(), like.type(), floats.shape(), zeros)
        .withFloats(floats.toFloats());
  }

  private void scale(Node before, Constant weights, Affine affine) {
    ChannelLayout layout = ChannelLayout.of(before, weights).orElseThrow();
    float[] values = weights.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * affine.factor[layout.channelOf(i)]);
    }
    boolean shared = consumers.getOrDefault(weights.name(), List.of()).size() > 1;
    String name = shared ? names.of(weights.name() + ".folded") : weights.name();
    graph.put(weights.renamed(name).withFloats(values));
    before.setInput(1, name);
  }

  private static float beta(Node before) {
    return before.is("Gemm") ? before.real("beta", 1) : 1;
  }

  /** The bias as one number a channel, zeros if there is none; empty if it is not constant. */
  private Optional<float[]> bias(String name, int channels, float factor) {
    float[] bias = new float[channels];
    if (name.isEmpty()) {
      return Optional.of(bias);
    }
    Optional<Constant> given = graph.initializer(name).filter(c -> c.type().isReal());
    if (given.isEmpty() || !isRow(given.get(), channels)) {
      return Optional.empty();
    }
    float[] values = given.get().toFloats();
    for (int c = 0; c < channels; c++) {
      bias[c] = factor * values[values.length == 1 ? 0 : c];
    }
    return Optional.of(bias);
  }

  /** Whether there is one number a channel, or one for all; a Gemm may also add a column. */
  private static boolean isRow(Constant bias, int channels) {
    long[] shape = bias.shape();
    return bias.size() == 1 || (bias.size() == channels && shape[shape.length - 1] == channels);
  }

  /** y = factor · (x − mean) + shift, in double precision until the end. */
  private static final class Affine {

    private final double[] factor;
    private final float[] mean;
    private final float[] shift;

    private Affine(double[] factor, float[] mean, float[] shift) {
      this.factor = factor;
      this.mean = mean;
      this.shift = shift;
    }

    static Optional<Affine> of(Graph graph, Node norm) {
      Optional<float[]> scale = floats(graph, norm.input(1));
      Optional<float[]> shift = floats(graph, norm.input(2));
      Optional<float[]> mean = floats(graph, norm.input(3));
      Optional<float[]> variance = floats(graph, norm.input(4));
      if (scale.isEmpty() || shift.isEmpty() || mean.isEmpty() || variance.isEmpty()) {
        return Optional.empty();
      }
      int channels = scale.get().length;
      if (shift.get().length != channels
          || mean.get().length != channels
          || variance.get().length != channels) {
        return Optional.empty(); // for ONNX Runtime to refuse
      }
      double epsilon = norm.real("epsilon", 1e-5f);
      double[] factor = new double[channels];
      for (int c = 0; c < channels; c++) {
        factor[c] = scale.get()[c] / Math.sqrt(variance.get()[c] + epsilon);
      }
      return Optional.of(new Affine(factor, mean.get(), shift.get()));
    }

    private static Optional<float[]> floats(Graph graph, String name) {
      return graph.initializer(name).filter(c -> c.type().isReal()).map(Constant::toFloats);
    }

    float[] apply(float[] bias) {
      float[] result = new float[bias.length];
      for (int c = 0; c < bias.length; c++) {
        result[c] = (float) ((bias[c] - mean[c]) * factor[c] + shift[c]);
      }
      return result;
    }
  }
}
