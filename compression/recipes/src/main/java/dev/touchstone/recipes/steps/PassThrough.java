package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes that hand their input on as it is: {@code Identity}, and {@code Dropout} at inference. */
final class PassThrough {

  /** From here on training is asked for by an input instead of the model's own flag. */
  private static final long DROPOUT_WITH_TRAINING_INPUT = 12;

  private PassThrough() {}

  static void remove(Graph graph, long opset) {
    for (Node node : graph.nodes()) {
      if (handsOn(graph, node, opset)) {
        bypass(graph, node);
      }
    }
  }

  private static boolean handsOn(Graph graph, Node node, long opset) {
    if (node.is("Identity")) {
      return true;
    }
    if (!node.is("Dropout") || opset < 7) {
      return false;
    }
    String mask = node.output(1);
    boolean maskUnused =
        mask.isEmpty()
            || !(graph.consumers().containsKey(mask) || graph.outputNames().contains(mask));
    boolean training =
        opset >= DROPOUT_WITH_TRAINING_INPUT
            && !node.input(2).isEmpty()
            && !graph.constant(node.input(2)).map(PassThrough::isFalse).orElse(false);
    return maskUnused && !training;
  }

  private static boolean isFalse(Constant flag) {
    return flag.size() == 1 && flag.toLongs()[0] == 0;
  }

  private static void bypass(Graph graph, Node node) {
    String in = node.input(0);
    String out = node.output(0);
    Set<String> outputs = graph.outputNames();
    if (!outputs.contains(out)) {
      graph.remove(List.of(node));
      graph.redirect(out, in);
      return;
    }
    Map<String, Node> producers = graph.producers();
    Node producer = producers.get(in);
    if (producer == null || outputs.contains(in)) {
      return; // an input or another output that is handed out under a second name
    }
    graph.remove(List.of(node));
    producer.setOutput(producer.outputs().indexOf(in), out);
    graph.redirect(in, out);
  }
}
