package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.calibration.ActivationRanges;
import dev.touchstone.recipes.calibration.Range;
import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Quantizes a folded float model of opset 13 or newer into QDQ form. */
public final class StaticQuantization {

  private final QuantizeStatic step;
  private final boolean sevenBits;
  private final ModelInputs samples;
  private final Progress progress;

  /**
   * Keeps what the recipe asks for.
   *
   * @param sevenBits whether weights keep to 7 bits
   */
  public StaticQuantization(
      QuantizeStatic step, boolean sevenBits, ModelInputs samples, Progress progress) {
    this.step = step;
    this.sevenBits = sevenBits;
    this.samples = samples;
    this.progress = progress;
  }

  /**
   * Quantizes.
   *
   * @param model that has been folded
   * @param granularity of the weights; one scale a tensor where the operator set has no other
   * @param notes what a reader should know is added here
   * @throws UnusableModelException if the model is quantized already, cannot run, or has no node to
   *     quantize
   */
  public OnnxModel apply(OnnxModel model, Granularity granularity, List<String> notes) {
    Graph graph = model.graph();
    Preparation.requireFloatActivations(graph);
    int restored = Preparation.restoreStoredWeights(model, graph);
    if (restored > 0) {
      notes.add(restored + " weights that were stored in 8 bits got scales of their own");
    }
    Preparation.joinMatMulAndAdd(graph, ValueTypes.of(model.with(graph)));
    Preparation.normalizeGemm(graph);
    graph.sort();
    OnnxModel prepared = model.with(graph.withoutValueInfo());
    Placement placement = Placement.of(graph, ValueTypes.of(prepared), step.nodes());
    int largest = sevenBits ? QuantizedWeights.SEVEN_BITS : QuantizedWeights.EIGHT_BITS;
    int stored = storeTransposedConvolutions(graph, granularity, largest, step.nodes());
    int tables = Embeddings.quantize(graph, step.nodes());
    if (placement.integer().isEmpty() && stored == 0 && tables == 0) {
      throw new UnusableModelException(
          "no node to quantize: the recipe takes no Conv, Gemm, MatMul, ConvTranspose or Gather"
              + " with constant weights");
    }
    Map<String, Range> ranges =
        ActivationRanges.find(
            prepared,
            new LinkedHashSet<>(placement.quantized().values()),
            samples,
            step.calibration(),
            progress);
    new QdqWriter(graph, placement, ranges, granularity, largest).write();
    tell(notes, placement, stored, tables);
    return model.with(graph.withoutValueInfo());
  }

  private void tell(List<String> notes, Placement placement, int stored, int tables) {
    notes.add(placement.integer().size() + " nodes on 8 bits");
    if (stored > 0) {
      notes.add(stored + " ConvTranspose nodes with 8-bit weights, in float arithmetic");
    }
    if (tables > 0) {
      notes.add(tables + " tables in 8 bits");
    }
    if (sevenBits) {
      notes.add("weights in 7 bits");
    }
    List<Node> left = placement.leftAlone();
    if (!left.isEmpty()) {
      String names = String.join(", ", left.stream().map(Node::label).limit(8).toList());
      String more = left.size() > 8 ? " and " + (left.size() - 8) + " more" : "";
      notes.add("left in float: " + names + more);
    }
  }

  /**
   * ONNX Runtime has no integer ConvTranspose on the CPU: quantized activations would cost time and
   * gain nothing, but weights in 8 bits make the file small.
   */
  private static int storeTransposedConvolutions(
      Graph graph, Granularity granularity, int largest, NodeFilter filter) {
    int stored = 0;
    for (Node node : graph.nodes()) {
      Optional<Constant> weights =
          graph.initializer(node.input(1)).filter(w -> w.type() == OnnxType.FLOAT);
      if (node.is("ConvTranspose")
          && filter.takes(node.name(), node.type())
          && weights.isPresent()) {
        ChannelLayout layout = ChannelLayout.of(node, weights.get()).orElseThrow();
        QuantizedWeights quantized =
            QuantizedWeights.of(weights.get(), layout, granularity, largest);
        node.setInput(1, WeightStore.forFloats(graph, weights.get().name(), quantized));
        stored++;
      }
    }
    return stored;
  }
}
