package dev.touchstone.recipes.opset;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.Optional;
import java.util.Set;

/**
 * Raises models of opset 7 to 12 to opset 13, the first with one scale a channel.
 *
 * <p>Rewrites the operators whose form or meaning changed in between (ONNX, docs/Changelog.md):
 * attributes that became inputs (Clip, Pad, Slice, Squeeze, Unsqueeze, ReduceSum, Split, TopK,
 * Dropout), the axis of Softmax and its kin, and the deprecated Upsample and Scatter. All others
 * only learned new element types.
 */
public final class OpsetConverter {

  /** What models are raised to. */
  public static final long TARGET = 13;

  private static final long OLDEST = 7;

  /** Written in another way before; inside a subgraph they are not rewritten. */
  private static final Set<String> CHANGED =
      Set.of(
          "Clip",
          "Pad",
          "Slice",
          "Squeeze",
          "Unsqueeze",
          "ReduceSum",
          "Split",
          "TopK",
          "Dropout",
          "Softmax",
          "LogSoftmax",
          "Hardmax",
          "Upsample",
          "Resize",
          "Scatter");

  /** Changed in ways that are not handled here. */
  private static final Set<String> REFUSED = Set.of("Scan", "ATen");

  private OpsetConverter() {}

  /** What came of it: a model of opset 13 or newer, or why there is none. */
  public record Raised(Optional<OnnxModel> model, String reason) {}

  /** Raises a model; one of opset 13 or newer comes back as it is. */
  public static Raised raise(OnnxModel model) {
    long from = model.opset();
    if (from >= TARGET) {
      return new Raised(Optional.of(model), "");
    }
    if (from < OLDEST) {
      return new Raised(Optional.empty(), "opset " + from + " is older than " + OLDEST);
    }
    Graph graph = model.graph();
    for (Node node : graph.nodes()) {
      Optional<String> obstacle = obstacle(node, from);
      if (obstacle.isPresent()) {
        return new Raised(Optional.empty(), obstacle.get());
      }
    }
    NodeRewriter rewriter = new NodeRewriter(graph, ValueTypes.of(model), from);
    graph.nodes().forEach(rewriter::rewrite);
    graph.sort();
    OnnxModel raised = model.with(graph).withOpset("", TARGET).withIrVersionAtLeast(7);
    return new Raised(Optional.of(raised), "");
  }

  private static Optional<String> obstacle(Node node, long from) {
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    boolean refused =
        REFUSED.contains(node.type())
            || (node.is("BatchNormalization") && node.integer("spatial", 1) != 1)
            || (node.is("Upsample") && from < 9 && node.reals("scales").isEmpty());
    if (refused) {
      return Optional.of(node.label() + " has no known form in opset " + TARGET);
    }
    return node.subgraphs().stream().anyMatch(OpsetConverter::holdsChanged)
        ? Optional.of(node.label() + " holds a graph with operators that changed")
        : Optional.empty();
  }

  private static boolean holdsChanged(GraphProto graph) {
    for (NodeProto node : graph.getNodeList()) {
      boolean nested =
          node.getAttributeList().stream().anyMatch(a -> a.hasG() && holdsChanged(a.getG()));
      if (nested || CHANGED.contains(node.getOpType()) || REFUSED.contains(node.getOpType())) {
        return true;
      }
    }
    return false;
  }
}
