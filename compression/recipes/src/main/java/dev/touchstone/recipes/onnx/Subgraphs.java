package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What graphs inside nodes take from the graph around them. */
final class Subgraphs {

  private Subgraphs() {}

  /** Tensors that a subgraph, or a graph within it, reads but does not define. */
  static Set<String> captures(GraphProto graph) {
    Set<String> read = new LinkedHashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      read.addAll(node.getInputList());
      for (AttributeProto a : node.getAttributeList()) {
        if (a.hasG()) {
          read.addAll(captures(a.getG()));
        }
        a.getGraphsList().forEach(g -> read.addAll(captures(g)));
      }
    }
    graph.getOutputList().forEach(o -> read.add(o.getName()));
    read.removeAll(defined(graph));
    read.remove("");
    return read;
  }

  /** Reads {@code to} for {@code from} where the subgraph takes it from outside. */
  static AttributeProto redirect(AttributeProto attribute, String from, String to) {
    if (!attribute.hasG() && attribute.getGraphsCount() == 0) {
      return attribute;
    }
    AttributeProto.Builder result = attribute.toBuilder();
    if (attribute.hasG()) {
      result.setG(redirect(attribute.getG(), from, to));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      result.setGraphs(i, redirect(attribute.getGraphs(i), from, to));
    }
    return result.build();
  }

  private static GraphProto redirect(GraphProto graph, String from, String to) {
    if (defined(graph).contains(from)) {
      return graph;
    }
    GraphProto.Builder result = graph.toBuilder();
    for (int n = 0; n < graph.getNodeCount(); n++) {
      NodeProto.Builder node = graph.getNode(n).toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(from)) {
          node.setInput(i, to);
        }
      }
      for (int i = 0; i < node.getAttributeCount(); i++) {
        node.setAttribute(i, redirect(node.getAttribute(i), from, to));
      }
      result.setNode(n, node);
    }
    return throughIdentity(result, from, to).build();
  }

  /** A branch may hand an outer tensor out as it is; its output keeps its name behind a copy. */
  private static GraphProto.Builder throughIdentity(
      GraphProto.Builder graph, String from, String to) {
    if (graph.getOutputList().stream().anyMatch(o -> o.getName().equals(from))) {
      graph.addNode(
          NodeProto.newBuilder().setOpType("Identity").addInput(to).addOutput(from).build());
    }
    return graph;
  }

  private static Set<String> defined(GraphProto graph) {
    Set<String> names = new HashSet<>();
    graph.getInputList().forEach(i -> names.add(i.getName()));
    graph.getInitializerList().forEach(i -> names.add(i.getName()));
    graph.getSparseInitializerList().forEach(i -> names.add(i.getValues().getName()));
    graph.getNodeList().forEach(n -> names.addAll(n.getOutputList()));
    return names;
  }
}
