package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Branches around which an Add leads: y = x + f(x). Without f the block hands x on. Where x changes
 * its shape on the way (a projection shortcut) there is no such block.
 *
 * <p>Blocks are dropped one after the other, each time the one whose absence changes the outputs of
 * calibration samples least: the greedy form of what Men et al., <i>ShortGPT</i> (arXiv
 * 2403.03853), do with hidden states.
 */
final class ResidualBlocks {

  private static final int COMPARED_SAMPLES = 32;

  private ResidualBlocks() {}

  /**
   * What came out.
   *
   * @param notes which blocks went
   */
  record Result(OnnxModel model, List<String> notes) {}

  /**
   * One block.
   *
   * @param add the node that adds the branch
   * @param skip the tensor that leads around the branch
   * @param branch nodes that nothing else needs
   */
  record Block(Node add, String skip, List<Node> branch) {}

  /** A model without a block. */
  static OnnxModel without(OnnxModel model, Block block) {
    Graph graph = model.graph();
    List<Node> gone = new ArrayList<>();
    Set<String> made = new HashSet<>(block.add().outputs());
    block.branch().forEach(n -> made.addAll(n.outputs()));
    for (Node node : graph.nodes()) {
      if (!node.outputs().isEmpty() && made.containsAll(node.outputs())) {
        gone.add(node);
      }
    }
    graph.remove(gone);
    graph.redirect(block.add().output(0), block.skip());
    return model.with(graph.withoutValueInfo());
  }

  /**
   * Drops blocks.
   *
   * @param ratio share of the blocks that may be dropped, rounded down
   * @param nodes which layers a dropped branch may hold
   */
  static Result drop(
      OnnxModel model, double ratio, NodeFilter nodes, ModelInputs samples, Progress progress) {
    ModelInputs compared = samples.first(COMPARED_SAMPLES);
    int found = find(model).size();
    int limit = (int) Math.floor(found * ratio + 1e-9);
    List<String> notes = new ArrayList<>();
    OnnxModel current = model;
    for (int dropped = 0; dropped < limit; dropped++) {
      progress.at("dropping blocks", dropped, limit);
      Optional<Trial> best = best(model, current, nodes, compared);
      if (best.isEmpty()) {
        break;
      }
      current = best.get().model;
      notes.add(
          String.format(
              Locale.ROOT,
              "block before %s dropped, outputs at %.1f dB",
              best.get().label,
              best.get().decibels));
    }
    progress.at("dropping blocks", limit, limit);
    if (notes.isEmpty()) {
      notes.add(
          "no block dropped: %d residual blocks, of which the ratio allows %d"
              .formatted(found, limit));
    }
    return new Result(current, notes);
  }

  private record Trial(OnnxModel model, String label, double decibels) {}

  private static Optional<Trial> best(
      OnnxModel reference, OnnxModel current, NodeFilter nodes, ModelInputs samples) {
    Optional<Trial> best = Optional.empty();
    for (Block block : find(current)) {
      boolean taken =
          block.branch().stream()
              .filter(ChannelLayout::has)
              .allMatch(n -> nodes.takes(n.name(), n.type()));
      if (taken) {
        Optional<Trial> trial = attempt(reference, current, block, samples);
        if (trial.isPresent() && (best.isEmpty() || trial.get().decibels > best.get().decibels)) {
          best = trial;
        }
      }
    }
    return best;
  }

  private static Optional<Trial> attempt(
      OnnxModel reference, OnnxModel current, Block block, ModelInputs samples) {
    OnnxModel shorter = without(current, block);
    try {
      double decibels =
          SignalToNoise.between(reference, Optimization.ALL, shorter, Optimization.ALL, samples);
      return Optional.of(new Trial(shorter, block.add().label(), decibels));
    } catch (UnusableModelException e) {
      return Optional.empty(); // what runs without the block is not this model's business
    }
  }

  /** Finds the blocks of a model, in the order of their Add nodes. */
  static List<Block> find(OnnxModel model) {
    Graph graph = model.graph();
    ValueTypes types = ValueTypes.of(model);
    List<Block> blocks = new ArrayList<>();
    for (Node add : graph.nodes()) {
      if (add.is("Add") && !graph.outputNames().contains(add.output(0))) {
        block(graph, types, add, add.input(0), add.input(1))
            .or(() -> block(graph, types, add, add.input(1), add.input(0)))
            .ifPresent(blocks::add);
      }
    }
    return blocks;
  }

  private static Optional<Block> block(
      Graph graph, ValueTypes types, Node add, String skip, String branch) {
    Optional<ValueType> around = types.of(skip);
    if (around.isEmpty()
        || !around.equals(types.of(add.output(0)))
        || around.get().shape().isEmpty()
        || graph.initializer(skip).isPresent()) {
      return Optional.empty();
    }
    Set<Node> before = ancestors(graph.producers(), branch, skip);
    List<Node> inside = descendants(graph, skip, before);
    boolean layers = inside.stream().anyMatch(ChannelLayout::has);
    return layers && isOnlyFor(graph, inside, add)
        ? Optional.of(new Block(add, skip, inside))
        : Optional.empty();
  }

  /** Nodes that a tensor depends on, not looking behind another tensor. */
  private static Set<Node> ancestors(Map<String, Node> producers, String of, String stop) {
    Set<Node> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(of));
    Set<String> seen = new HashSet<>(Set.of(stop, of));
    while (!open.isEmpty()) {
      Node node = producers.get(open.remove());
      if (node != null && found.add(node)) {
        node.reads().stream().filter(seen::add).forEach(open::add);
      }
    }
    return found;
  }

  /** Of some nodes those that depend on a tensor, in the order of the graph. */
  private static List<Node> descendants(Graph graph, String of, Set<Node> among) {
    Set<String> made = new HashSet<>(Set.of(of));
    List<Node> found = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (among.contains(node) && node.reads().stream().anyMatch(made::contains)) {
        found.add(node);
        made.addAll(node.outputs());
      }
    }
    return found;
  }

  private static boolean isOnlyFor(Graph graph, List<Node> inside, Node add) {
    Set<Node> allowed = new HashSet<>(inside);
    allowed.add(add);
    Map<String, List<Node>> consumers = graph.consumers();
    return inside.stream()
        .flatMap(n -> n.outputs().stream())
        .noneMatch(
            o ->
                graph.outputNames().contains(o)
                    || !allowed.containsAll(consumers.getOrDefault(o, List.of())));
  }
}
