package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes that hand their input on as it is: {@code Identity}, and {@code Dropout} at inference. */
final class PassThrough {

  /** From here on training is asked for by an input instead of the model's own flag. */
  private static final long DROPOUT_WITH_TRAINING_INPUT = 12;

  private final Graph graph;
  private final long opset;
  private final Set<String> outputs;
  private final Map<String, List<Node>> consumers;

  private PassThrough(Graph graph, long opset) {
    this.graph = graph;
    this.opset = opset;
    this.outputs = graph.outputNames();
    this.consumers = graph.consumers();
  }

  /** Removes them from a sorted graph, and tells how many went away. */
  static int remove(Graph graph, long opset) {
    PassThrough pass = new PassThrough(graph, opset);
    return pass.removeInner() + pass.removeLast();
  }

  private int removeInner() {
    Map<String, String> source = new HashMap<>();
    List<Node> gone = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (handsOn(node) && !outputs.contains(node.output(0))) {
        String in = node.input(0);
        source.put(node.output(0), source.getOrDefault(in, in));
        gone.add(node);
      }
    }
    graph.remove(gone);
    graph.redirect(source);
    return gone.size();
  }

  /** The node before takes over the name under which the graph hands its result out. */
  private int removeLast() {
    Map<String, Node> producers = graph.producers();
    Map<String, String> renamed = new HashMap<>();
    List<Node> gone = new ArrayList<>();
    for (Node node : graph.nodes()) {
      String in = node.input(0);
      Node producer = producers.get(in);
      boolean isFree = !outputs.contains(in) && !renamed.containsKey(in);
      if (producer != null && isFree && handsOn(node)) {
        producer.setOutput(producer.outputs().indexOf(in), node.output(0));
        renamed.put(in, node.output(0));
        gone.add(node);
      }
    }
    graph.remove(gone);
    graph.redirect(renamed);
    return gone.size();
  }

  private boolean handsOn(Node node) {
    if (node.input(0).isEmpty() || node.output(0).isEmpty()) {
      return false;
    }
    if (node.is("Identity")) {
      return true;
    }
    if (!node.is("Dropout") || opset < 7) {
      return false;
    }
    String mask = node.output(1);
    boolean maskUnused = mask.isEmpty() || !(consumers.containsKey(mask) || outputs.contains(mask));
    boolean training =
        opset >= DROPOUT_WITH_TRAINING_INPUT
            && !node.input(2).isEmpty()
            && !graph.initializer(node.input(2)).map(PassThrough::isFalse).orElse(false);
    return maskUnused && !training;
  }

  private static boolean isFalse(Constant flag) {
    return flag.size() == 1 && flag.type().isInteger() && flag.toLongs()[0] == 0;
  }
}
