package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Constants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of constant weights, also of those that nodes make of other constants. */
final class WeightValues {

  private final OnnxModel model;
  private final Graph graph;
  private final Map<String, Optional<Constant>> known = new HashMap<>();

  WeightValues(OnnxModel model) {
    this.model = model;
    graph = model.graph();
  }

  /** The value of a tensor; empty if it is no constant of real numbers. */
  Optional<Constant> of(String tensor) {
    return known.computeIfAbsent(tensor, this::find).filter(c -> c.type().isReal());
  }

  private Optional<Constant> find(String tensor) {
    Optional<Constant> constant = graph.constant(tensor);
    return constant.isPresent() ? constant : evaluate(tensor);
  }

  private Optional<Constant> evaluate(String tensor) {
    if (!ProductRules.constants(graph).contains(tensor)) {
      return Optional.empty();
    }
    Set<String> wanted = new HashSet<>(Set.of(tensor));
    List<Node> nodes = new ArrayList<>();
    List<Node> all = graph.nodes();
    for (int n = all.size() - 1; n >= 0; n--) {
      if (all.get(n).outputs().stream().anyMatch(wanted::contains)) {
        nodes.add(0, all.get(n));
        wanted.addAll(all.get(n).reads());
      }
    }
    try {
      return Optional.ofNullable(
          Constants.evaluate(model, graph, nodes, Set.of(tensor)).get(tensor));
    } catch (UnusableModelException e) {
      return Optional.empty(); // an operator that the runtime lacks: no importance can be told
    }
  }
}
