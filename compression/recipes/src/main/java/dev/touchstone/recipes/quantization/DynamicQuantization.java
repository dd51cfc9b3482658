package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeDynamic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Weights in 8 bits; the activations of MatMul and Gemm are quantized at run time with the range
 * that they have then.
 *
 * <pre>
 *   x -- DynamicQuantizeLinear -- MatMulInteger(w8) -- Cast -- Mul(scales) -- Add(bias)
 * </pre>
 *
 * ONNX Runtime makes one operator of these (DynamicQuantizeMatMul). Conv and ConvTranspose keep
 * their arithmetic in floats and have only their weights stored in 8 bits: its ConvInteger is many
 * times slower than a float Conv. So do products that are too small to pay for the quantization of
 * their inputs.
 */
public final class DynamicQuantization {

  /**
   * Weights from which a product of one row is faster on 8 bits: measured on an x86-64 with AVX-512
   * VNNI, where 128 x 128 loses a tenth, 256 x 256 is even and 512 x 512 gains a quarter.
   */
  private static final long FEWEST_FOR_ONE_ROW = 256 * 256;

  /** The same for several rows: 64 x 64 is even, 160 x 160 gains a fifth. */
  private static final long FEWEST_FOR_ROWS = 128 * 128;

  private static final long SEVERAL_ROWS = 8;

  /** Fewer weights are not worth the Cast and Mul that restore them. */
  private static final long FEWEST_STORED = 128;

  private final QuantizeDynamic step;
  private final int largest;
  private final Granularity granularity;
  private final Map<String, String> quantizedInputs = new HashMap<>();

  /**
   * Keeps what the recipe asks for.
   *
   * @param granularity of the weights; one scale a tensor where the operator set has no other
   */
  public DynamicQuantization(QuantizeDynamic step, boolean sevenBits, Granularity granularity) {
    this.step = step;
    this.largest = sevenBits ? QuantizedWeights.SEVEN_BITS : QuantizedWeights.EIGHT_BITS;
    this.granularity = granularity;
  }

  /**
   * Quantizes.
   *
   * @param model that has been folded
   * @param notes what a reader should know is added here
   * @throws UnusableModelException if the model is quantized already or has no node to quantize
   */
  public OnnxModel apply(OnnxModel model, List<String> notes) {
    Graph graph = model.graph();
    Preparation.requireFloatActivations(graph);
    Preparation.restoreStoredWeights(model, graph);
    Preparation.normalizeGemm(graph);
    graph.sort();
    ValueTypes types = ValueTypes.of(model.with(graph.withoutValueInfo()));
    TakenNodes takenNodes = new TakenNodes(step.nodes(), graph);
    int multiplied = 0;
    int stored = 0;
    int small = 0;
    for (Node node : graph.nodes()) {
      Optional<Constant> weights =
          graph.initializer(node.input(1)).filter(w -> w.type() == OnnxType.FLOAT);
      boolean taken = takenNodes.contains(node) && weights.isPresent();
      if (taken && isMatrixProduct(graph, types, node, weights.get())) {
        if (pays(types, node, weights.get())) {
          multiply(graph, node, weights.get());
          multiplied++;
        } else if (weights.get().size() >= FEWEST_STORED) {
          store(graph, node, weights.get());
          small++;
        }
      } else if (taken && (node.is("Conv") || node.is("ConvTranspose"))) {
        store(graph, node, weights.get());
        stored++;
      }
    }
    int tables = Embeddings.quantize(graph, step.nodes());
    if (multiplied + stored + small + tables == 0) {
      throw new UnusableModelException(
          "no node to quantize: the recipe takes no MatMul, Gemm, Conv or Gather with constant"
              + " weights");
    }
    graph.sort();
    tell(notes, multiplied, stored, tables);
    if (small > 0) {
      notes.add(
          small
              + " small matrix products with 8-bit weights, in float arithmetic: quantizing their"
              + " inputs at each run would cost more than it saves");
    }
    return model.with(graph.withoutValueInfo());
  }

  private static void tell(List<String> notes, int multiplied, int stored, int tables) {
    notes.add(multiplied + " matrix products on 8 bits");
    if (stored > 0) {
      notes.add(stored + " convolutions with 8-bit weights, in float arithmetic");
    }
    if (tables > 0) {
      notes.add(tables + " tables in 8 bits");
    }
  }

  private static boolean isMatrixProduct(
      Graph graph, ValueTypes types, Node node, Constant weights) {
    boolean product = node.is("MatMul") || (node.is("Gemm") && node.integer("transA", 0) == 0);
    boolean plainBias =
        node.is("MatMul")
            || node.input(2).isEmpty()
            || (node.real("beta", 1) == 1 && Operators.isRow(graph.initializer(node.input(2))));
    return product
        && plainBias
        && node.real("alpha", 1) == 1
        && weights.shape().length == 2
        && types.isFloat(node.input(0))
        && graph.constant(node.input(0)).isEmpty();
  }

  private static boolean pays(ValueTypes types, Node node, Constant weights) {
    return weights.size() >= FEWEST_FOR_ONE_ROW
        || (weights.size() >= FEWEST_FOR_ROWS && rows(types, node.input(0)) >= SEVERAL_ROWS);
  }

  /** Rows that one sample brings; a sequence whose length is not known counts as several. */
  private static long rows(ValueTypes types, String input) {
    List<OptionalLong> shape = types.of(input).map(ValueType::shape).orElse(List.of());
    long rows = 1;
    for (int d = 0; d < shape.size() - 1; d++) {
      rows *= shape.get(d).orElse(d == 0 ? 1 : SEVERAL_ROWS);
    }
    return rows;
  }

  private void store(Graph graph, Node node, Constant weights) {
    ChannelLayout layout = ChannelLayout.of(node, weights).orElseThrow();
    QuantizedWeights stored = QuantizedWeights.of(weights, layout, granularity, largest);
    node.setInput(1, WeightStore.forFloats(graph, weights.name(), stored));
  }

  private void multiply(Graph graph, Node node, Constant weights) {
    Constant matrix = node.integer("transB", 0) == 0 ? weights : transposed(graph, weights);
    ChannelLayout layout =
        ChannelLayout.of(Node.of("MatMul", "", List.of(), List.of()), matrix).orElseThrow();
    QuantizedWeights stored = QuantizedWeights.of(matrix, layout, granularity, largest);
    String levels = graph.freshName(weights.name() + ".q");
    graph.put(stored.levels(levels));
    String scales = graph.freshName(weights.name() + ".s");
    graph.put(stored.scales(scales));
    String input = quantizedInputs.computeIfAbsent(node.input(0), x -> quantizeInput(graph, x));
    String out = node.output(0);
    String base = graph.freshName(out + ".p");
    String bias = node.is("Gemm") ? node.input(2) : "";
    add(graph, "Mul", List.of(input + "s", scales), base + "s");
    add(graph, "MatMulInteger", List.of(input, levels, input + "z"), base);
    graph.add(
        Node.of("Cast", "", List.of(base), List.of(base + "f")).with("to", OnnxType.FLOAT.code()));
    String product = bias.isEmpty() ? out : base + "m";
    graph.add(Node.of("Mul", node.name(), List.of(base + "f", base + "s"), List.of(product)));
    if (!bias.isEmpty()) {
      add(graph, "Add", List.of(product, bias), out);
    }
    graph.remove(List.of(node));
  }

  private static String quantizeInput(Graph graph, String x) {
    String levels = graph.freshName(x + ".dyn");
    graph.add(
        Node.of(
            "DynamicQuantizeLinear", "", List.of(x), List.of(levels, levels + "s", levels + "z")));
    return levels;
  }

  private static void add(Graph graph, String type, List<String> inputs, String output) {
    graph.add(Node.of(type, "", inputs, List.of(output)));
  }

  private static Constant transposed(Graph graph, Constant weights) {
    int rows = Math.toIntExact(weights.shape()[0]);
    int columns = Math.toIntExact(weights.shape()[1]);
    float[] from = weights.toFloats();
    float[] to = new float[from.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[c * rows + r] = from[r * columns + c];
      }
    }
    return Constant.floats(graph.freshName(weights.name() + ".t"), new long[] {columns, rows}, to);
  }
}
