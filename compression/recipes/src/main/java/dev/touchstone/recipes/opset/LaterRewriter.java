package dev.touchstone.recipes.opset;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rewrites single nodes of opset 13 and newer to their form in opset 21. */
final class LaterRewriter {

  private static final Set<String> REDUCTIONS =
      Set.of(
          "ReduceMax",
          "ReduceMin",
          "ReduceMean",
          "ReduceProd",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceSumSquare");

  /** What is written in another way in opset 21. */
  static final Set<String> CHANGED =
      Stream.concat(REDUCTIONS.stream(), Stream.of("Split", "RoiAlign", "GridSample"))
          .collect(Collectors.toUnmodifiableSet());

  private final Graph graph;
  private final long from;

  LaterRewriter(Graph graph, long from) {
    this.graph = graph;
    this.from = from;
  }

  void rewrite(Node node) {
    switch (node.type()) {
      case "Split" -> split(node);
      case "RoiAlign" -> roiAlign(node);
      case "GridSample" -> gridSample(node);
      default -> {
        if (REDUCTIONS.contains(node.type())) {
          axes(node);
        }
      }
    }
  }

  private void axes(Node node) {
    Optional<long[]> axes = node.integers("axes");
    if (from < 18 && axes.isPresent()) {
      String name = graph.freshName("opset21.axes");
      long[] shape = {axes.get().length};
      graph.put(Constant.integers(name, OnnxType.INT64, shape, axes.get()));
      node.setInput(1, name).without("axes");
    }
  }

  /** Without sizes it meant equal parts, as many as outputs; now their number has to be said. */
  private void split(Node node) {
    if (from < 18 && node.input(1).isEmpty()) {
      node.with("num_outputs", node.outputs().size());
    }
  }

  private void roiAlign(Node node) {
    if (from < 16) {
      node.with("coordinate_transformation_mode", "output_half_pixel");
    }
  }

  private void gridSample(Node node) {
    if (from < 20) {
      String mode = node.text("mode", "bilinear");
      node.with(
          "mode",
          switch (mode) {
            case "bilinear" -> "linear";
            case "bicubic" -> "cubic";
            default -> mode;
          });
    }
  }
}
