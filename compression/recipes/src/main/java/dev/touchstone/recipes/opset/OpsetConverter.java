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
 * Raises models of opset 7 and newer to opset 13, the first with one scale a channel, and to opset
 * 21, the first with elements of 4 bits and scales for blocks.
 *
 * <p>Rewrites the operators whose form or meaning changed in between (ONNX, docs/Changelog.md). Up
 * to 13: attributes that became inputs (Clip, Pad, Slice, Squeeze, Unsqueeze, ReduceSum, Split,
 * TopK, Dropout), the axis of Softmax and its kin, and the deprecated Upsample and Scatter. From
 * there to 21: the axes of all other reductions became inputs and Split has to say into how many
 * parts (18), RoiAlign samples half a pixel further unless told (16), GridSample's modes have other
 * names (20). All others only learned new element types or attributes that may be left out.
 */
public final class OpsetConverter {

  /** What models are raised to where nothing else is said. */
  public static final long TARGET = 13;

  /** The newest that models are raised to. */
  public static final long NEWEST = 21;

  /** The file format of that operator set: the first with 4-bit elements. */
  private static final long IR_OF_NEWEST = 10;

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

  /** Changed between opset 13 and 21 in ways that are not handled here. */
  private static final Set<String> REFUSED_LATER = Set.of("GroupNormalization", "DFT");

  private OpsetConverter() {}

  /** What came of it: a model of opset 13 or newer, or why there is none. */
  public record Raised(Optional<OnnxModel> model, String reason) {}

  /** Raises a model; one of opset 13 or newer comes back as it is. */
  public static Raised raise(OnnxModel model) {
    return raise(model, TARGET);
  }

  /**
   * Raises a model; one that is as new comes back as it is.
   *
   * @param target {@link #TARGET} or {@link #NEWEST}
   */
  public static Raised raise(OnnxModel model, long target) {
    if (target != TARGET && target != NEWEST) {
      throw new IllegalArgumentException("models are raised to 13 or 21, not to " + target);
    }
    Raised first = model.opset() < TARGET ? raiseToTarget(model) : kept(model);
    return first.model().isEmpty() || target == TARGET || model.opset() >= target
        ? first
        : raiseToNewest(first.model().get());
  }

  private static Raised kept(OnnxModel model) {
    return new Raised(Optional.of(model), "");
  }

  private static Raised raiseToTarget(OnnxModel model) {
    long from = model.opset();
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
    return kept(model.with(graph).withOpset("", TARGET).withIrVersionAtLeast(7));
  }

  private static Raised raiseToNewest(OnnxModel model) {
    Graph graph = model.graph();
    LaterRewriter rewriter = new LaterRewriter(graph, model.opset());
    for (Node node : graph.nodes()) {
      boolean own = node.domain().isEmpty();
      boolean sideOutputs =
          node.is("BatchNormalization")
              && node.outputs().stream().skip(1).anyMatch(o -> !o.isEmpty());
      if (own && (REFUSED_LATER.contains(node.type()) || sideOutputs)) {
        return new Raised(Optional.empty(), node.label() + " has no known form in opset " + NEWEST);
      }
      if (node.subgraphs().stream().anyMatch(g -> holds(g, LaterRewriter.CHANGED, REFUSED_LATER))) {
        return new Raised(
            Optional.empty(), node.label() + " holds a graph with operators that changed");
      }
      if (own) {
        rewriter.rewrite(node);
      }
    }
    return kept(model.with(graph).withOpset("", NEWEST).withIrVersionAtLeast(IR_OF_NEWEST));
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
    return node.subgraphs().stream().anyMatch(g -> holds(g, CHANGED, REFUSED))
        ? Optional.of(node.label() + " holds a graph with operators that changed")
        : Optional.empty();
  }

  private static boolean holds(GraphProto graph, Set<String> changed, Set<String> refused) {
    for (NodeProto node : graph.getNodeList()) {
      boolean nested =
          node.getAttributeList().stream()
              .anyMatch(a -> a.hasG() && holds(a.getG(), changed, refused));
      if (nested || changed.contains(node.getOpType()) || refused.contains(node.getOpType())) {
        return true;
      }
    }
    return false;
  }
}
