package dev.touchstone.recipes.conversion;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.scenarios.Convert.Half;
import dev.touchstone.scenarios.Convert.StoredHalf;
import dev.touchstone.scenarios.NodeFilter;
import java.util.List;
import java.util.Map;

/**
 * Weights in 16 bits behind a Cast, which ONNX Runtime evaluates once when it loads the model: half
 * the file, and the speed and memory of floats.
 */
public final class HalfStorage {

  /** Fewer weights are not worth the Cast. */
  private static final long FEWEST_WEIGHTS = 64;

  private final NodeFilter filter;
  private final OnnxType half;

  /** Keeps what the recipe asks for. */
  public HalfStorage(StoredHalf step) {
    filter = new NodeFilter(List.of(), step.keep());
    half = step.half() == Half.BF16 ? OnnxType.BFLOAT16 : OnnxType.FLOAT16;
  }

  /**
   * Stores weights so.
   *
   * @param model that has been folded, of opset 13 at least for bfloat16
   * @param notes what a reader should know is added here
   * @throws UnusableModelException if there is no weight to store
   */
  public OnnxModel apply(OnnxModel model, List<String> notes) {
    Graph graph = model.graph();
    Map<String, List<Node>> readers = graph.consumers();
    int stored = 0;
    long vanished = 0;
    for (String name : graph.initializerNames()) {
      Constant weights = graph.initializer(name).orElseThrow();
      boolean taken =
          weights.type() == OnnxType.FLOAT
              && weights.size() >= FEWEST_WEIGHTS
              && !graph.outputNames().contains(name)
              && readers.getOrDefault(name, List.of()).stream()
                  .allMatch(n -> filter.takes(n.name(), n.type()));
      if (taken && HalfWeights.overflows(weights, half)) {
        notes.add(name + " stays in 32 bits: it holds numbers that 16 bits cannot");
      } else if (taken) {
        String halved = graph.freshName(name + ".h");
        Constant rounded = HalfWeights.rounded(weights, halved, half);
        vanished += HalfWeights.vanishing(weights, rounded);
        store(graph, name, rounded);
        stored++;
      }
    }
    if (stored == 0) {
      throw new UnusableModelException(
          "no weights to store in 16 bits: there is no tensor of at least "
              + FEWEST_WEIGHTS
              + " floats that the recipe takes");
    }
    graph.sort();
    notes.add("%d weight tensors in %s behind a Cast".formatted(stored, half));
    if (vanished > 0) {
      notes.add(vanished + " weights are so small that they became 0");
    }
    return model.with(graph.withoutValueInfo());
  }

  private static void store(Graph graph, String name, Constant rounded) {
    graph.put(rounded);
    String restored = graph.freshName(name + ".f");
    graph.redirect(name, restored);
    graph.removeInitializer(name);
    graph.add(
        Node.of("Cast", "", List.of(rounded.name()), List.of(restored))
            .with("to", OnnxType.FLOAT.code()));
  }
}
