package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.opset.OpsetConverter;
import dev.touchstone.recipes.quantization.TakenNodes;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.QuantizeWeights;
import dev.touchstone.scenarios.QuantizeWeights.Arithmetic;
import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import dev.touchstone.scenarios.QuantizeWeights.Form;
import dev.touchstone.scenarios.QuantizeWeights.Rounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights in blocks of 4 or 8 bits, activations in floats: products become MatMulNBits or stand
 * behind a DequantizeLinear, tables become GatherBlockQuantized, convolutions have their weights
 * restored when the model is loaded.
 */
public final class WeightQuantization {

  /** Fewer weights are not worth the nodes that restore them. */
  private static final int FEWEST_WEIGHTS = 512;

  private final QuantizeWeights step;
  private final Optional<ModelInputs> samples;
  private final Progress progress;
  private final List<LayerError> errors = new ArrayList<>();
  private final Map<String, BlockedMatrix> rounded = new HashMap<>();
  private int products;
  private int tables;
  private int kernels;

  /**
   * Keeps what the recipe asks for.
   *
   * @param samples calibration samples; GPTQ needs them
   */
  public WeightQuantization(
      QuantizeWeights step, Optional<ModelInputs> samples, Progress progress) {
    this.step = step;
    this.samples = samples;
    this.progress = progress;
  }

  /**
   * The operator set that a step needs for a model: 21 for operators of ONNX itself on 4-bit levels
   * or on blocks, 13 for other weights of convolutions, 7 for ONNX Runtime's own operators.
   */
  public static long opsetFor(QuantizeWeights step, OnnxModel model) {
    boolean stores = model.graph().nodes().stream().anyMatch(WeightQuantization::convolves);
    boolean small = step.blocks().bits() == 4;
    if (step.form() instanceof Form.DequantizeLinear || (stores && small)) {
      return OpsetConverter.NEWEST;
    }
    return stores ? OpsetConverter.TARGET : 7;
  }

  /** What the layers lost; complete after {@link #apply}. */
  public List<LayerError> errors() {
    return List.copyOf(errors);
  }

  /**
   * Quantizes.
   *
   * @param model that has been folded, of opset 21 where that is needed
   * @param notes what a reader should know is added here
   * @throws UnusableModelException if there is nothing to quantize, or a run on samples fails
   */
  public OnnxModel apply(OnnxModel model, List<String> notes) {
    Graph graph = model.graph();
    graph.sort();
    ValueTypes types = ValueTypes.of(model.with(graph.withoutValueInfo()));
    List<Product> found = new ArrayList<>();
    List<String> left = new ArrayList<>();
    TakenNodes taken = new TakenNodes(step.nodes(), graph);
    for (Node node : graph.nodes()) {
      if (taken.contains(node)) {
        Product.of(graph, types, node).filter(p -> takes(p, left)).ifPresent(found::add);
      }
    }
    Map<Product, BlockedMatrix> levels = round(model, found, left);
    ProductWriter writer = writer();
    levels.forEach((product, weights) -> writer.write(graph, product, weights));
    products = levels.size();
    quantizeTables(graph, taken, left);
    storeKernels(graph, taken, model.opset(), left);
    if (products + tables + kernels == 0) {
      throw new UnusableModelException(
          "no weights to store in blocks: the recipe takes no MatMul, Gemm, Conv or Gather with at"
              + " least "
              + FEWEST_WEIGHTS
              + " constant weights");
    }
    graph.sort();
    tell(notes, left);
    OnnxModel result = model.with(graph.withoutValueInfo());
    return usesOwnOperators(graph) ? result.withOpset(NBitsProducts.MICROSOFT, 1) : result;
  }

  private static boolean usesOwnOperators(Graph graph) {
    return graph.nodes().stream().anyMatch(n -> n.domain().equals(NBitsProducts.MICROSOFT));
  }

  private boolean takes(Product product, List<String> left) {
    return takes(product.node().label(), product.weights(), left);
  }

  private boolean takes(String label, Matrix weights, List<String> left) {
    if (!weights.isFinite()) {
      left.add(label + " holds NaN or infinity");
      return false;
    }
    return weights.values().length >= FEWEST_WEIGHTS && weights.columns() >= 2;
  }

  private ProductWriter writer() {
    return step.form() instanceof Form.MatMulNBits own
        ? new NBitsProducts(own.arithmetic())
        : new LinearProducts();
  }

  private Map<Product, BlockedMatrix> round(
      OnnxModel model, List<Product> found, List<String> left) {
    Map<Product, BlockedMatrix> levels = new LinkedHashMap<>();
    if (step.rounding() == Rounding.GPTQ) {
      roundBySecondOrder(model, found, levels, left);
    }
    for (Product product : found) {
      if (!levels.containsKey(product)) {
        levels.put(product, round(product, rounder()));
      }
    }
    return levels;
  }

  private void roundBySecondOrder(
      OnnxModel model, List<Product> found, Map<Product, BlockedMatrix> levels, List<String> left) {
    ModelInputs inputs =
        samples.orElseThrow(
            () -> new UnusableModelException("method gptq needs calibration data; hqq needs none"));
    Map<String, List<Product>> readers = new LinkedHashMap<>();
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (Product product : found) {
      int width = product.weights().columns();
      if (width <= InputMoments.WIDEST) {
        String input = product.node().input(0);
        readers.computeIfAbsent(input, k -> new ArrayList<>()).add(product);
        widths.put(input, width);
      } else {
        left.add(
            "%s rounded by hqq: %d inputs are more than gptq's %d"
                .formatted(product.node().label(), width, InputMoments.WIDEST));
      }
    }
    InputMoments.find(
        model,
        widths,
        inputs,
        progress,
        (input, hessian) -> {
          Rounder rounder = new SecondOrderRounder(step.blocks(), hessian);
          readers.getOrDefault(input, List.of()).forEach(p -> levels.put(p, round(p, rounder)));
        });
  }

  private BlockedMatrix round(Product product, Rounder rounder) {
    BlockedMatrix levels =
        rounded.computeIfAbsent(product.key(), k -> rounder.round(product.weights()));
    Node node = product.node();
    errors.add(LayerError.between(node.label(), node.type(), product.weights(), levels));
    return levels;
  }

  private Rounder rounder() {
    return rounder(step.rounding(), step.blocks());
  }

  /** Who rounds where there is no data, or no use for it. */
  private static Rounder rounder(Rounding rounding, Blocks blocks) {
    return rounding == Rounding.RTN ? new NearestRounder(blocks) : new HalfQuadraticRounder(blocks);
  }

  private void quantizeTables(Graph graph, TakenNodes taken, List<String> left) {
    if (step.tables() == QuantizeWeights.Tables.FLOAT) {
      return;
    }
    for (Node node : graph.nodes()) {
      Optional<Constant> table = taken.contains(node) ? Tables.of(graph, node) : Optional.empty();
      Optional<Matrix> rows =
          table.map(Matrix::ofRows).filter(matrix -> takes(node.label(), matrix, left));
      if (rows.isPresent()) {
        BlockedMatrix levels =
            rounded.computeIfAbsent(node.input(0) + "|rows", k -> rounder().round(rows.get()));
        errors.add(LayerError.between(node.label(), node.type(), rows.get(), levels));
        Tables.write(graph, node, levels);
        tables++;
      }
    }
  }

  private void storeKernels(Graph graph, TakenNodes taken, long opset, List<String> left) {
    Map<String, String> written = new HashMap<>();
    for (Node node : graph.nodes()) {
      Optional<Constant> weights =
          convolves(node) && taken.contains(node)
              ? graph.initializer(node.input(1)).filter(w -> w.type() == OnnxType.FLOAT)
              : Optional.empty();
      Optional<Matrix> rows =
          weights
              .filter(w -> w.size() >= FEWEST_WEIGHTS)
              .map(Matrix::ofRows)
              .filter(matrix -> takes(node.label(), matrix, left));
      long needed = step.blocks().bits() == 4 ? OpsetConverter.NEWEST : OpsetConverter.TARGET;
      if (rows.isPresent() && opset < needed) {
        left.add(node.label() + " needs opset " + needed);
      } else if (rows.isPresent()) {
        String source = node.input(1);
        BlockedMatrix levels =
            rounded.computeIfAbsent(source + "|kernel", k -> rounder().round(rows.get()));
        errors.add(LayerError.between(node.label(), node.type(), rows.get(), levels));
        String restored =
            written.computeIfAbsent(
                source, k -> StoredKernels.write(graph, source, levels, weights.get().shape()));
        node.setInput(1, restored);
        kernels++;
      }
    }
  }

  private static boolean convolves(Node node) {
    return node.is("Conv") || node.is("ConvTranspose");
  }

  private void tell(List<String> notes, List<String> left) {
    Blocks blocks = step.blocks();
    notes.add(
        "%d matrix products and %d tables in %d bits, blocks of %d"
            .formatted(products, tables, blocks.bits(), blocks.size()));
    if (kernels > 0) {
      notes.add(
          "%d convolutions with %d-bit weights that are restored at load: smaller, not faster"
              .formatted(kernels, blocks.bits()));
    }
    if (products > 0) {
      notes.add(speed());
    }
    notes.addAll(left);
  }

  private String speed() {
    if (step.form() instanceof Form.MatMulNBits own && own.arithmetic() == Arithmetic.FLOAT) {
      return "smaller, not faster, on a CPU: each block of weights is turned into floats again at"
          + " every run, and multiplied as such";
    }
    return "faster than floats only where one row at a time is multiplied (generating text): else"
        + " ONNX Runtime's kernel for blocks is slower than its float product";
  }
}
