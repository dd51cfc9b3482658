package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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
    if (!captures(graph).contains(from)) {
      return graph;
    }
    if (defined(graph).contains(to)) { // the graph has a tensor of its own by that name
      return redirect(renamed(graph, to), from, to);
    }
    GraphProto.Builder result = graph.toBuilder();
    for (int n = 0; n < graph.getNodeCount(); n++) {
      result.setNode(n, redirect(graph.getNode(n), from, to));
    }
    return throughIdentity(result, from, to).build();
  }

  private static NodeProto redirect(NodeProto node, String from, String to) {
    NodeProto.Builder result = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (node.getInput(i).equals(from)) {
        result.setInput(i, to);
      }
    }
    for (int i = 0; i < node.getAttributeCount(); i++) {
      result.setAttribute(i, redirect(node.getAttribute(i), from, to));
    }
    return result.build();
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

  /** Gives a tensor that the graph defines another name; what enters and leaves goes by place. */
  private static GraphProto renamed(GraphProto graph, String from) {
    Set<String> taken = new HashSet<>();
    addNames(graph, taken);
    String to = from + "_inner";
    while (taken.contains(to)) {
      to += "_";
    }
    GraphProto.Builder result = graph.toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (graph.getInitializer(i).getName().equals(from)) {
        result.getInitializerBuilder(i).setName(to);
      }
    }
    for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
      if (graph.getSparseInitializer(i).getValues().getName().equals(from)) {
        result.getSparseInitializerBuilder(i).getValuesBuilder().setName(to);
      }
    }
    for (int n = 0; n < graph.getNodeCount(); n++) {
      NodeProto.Builder node = redirect(graph.getNode(n), from, to).toBuilder();
      for (int i = 0; i < node.getOutputCount(); i++) {
        if (node.getOutput(i).equals(from)) {
          node.setOutput(i, to);
        }
      }
      result.setNode(n, node);
    }
    rename(result.getInputBuilderList(), from, to);
    rename(result.getOutputBuilderList(), from, to);
    rename(result.getValueInfoBuilderList(), from, to);
    return result.build();
  }

  private static void rename(List<ValueInfoProto.Builder> values, String from, String to) {
    values.stream().filter(v -> v.getName().equals(from)).forEach(v -> v.setName(to));
  }

  /** Shows every node, those of graphs inside nodes after the node that holds them. */
  static void eachNode(List<NodeProto> nodes, Consumer<NodeProto> seen) {
    for (NodeProto node : nodes) {
      seen.accept(node);
      for (AttributeProto a : node.getAttributeList()) {
        if (a.hasG()) {
          eachNode(a.getG().getNodeList(), seen);
        }
        a.getGraphsList().forEach(g -> eachNode(g.getNodeList(), seen));
      }
    }
  }

  /** Adds every name that a graph, or a graph within it, defines or reads. */
  static void addNames(GraphProto graph, Set<String> names) {
    names.addAll(defined(graph));
    for (NodeProto node : graph.getNodeList()) {
      names.addAll(node.getInputList());
      for (AttributeProto a : node.getAttributeList()) {
        if (a.hasG()) {
          addNames(a.getG(), names);
        }
        a.getGraphsList().forEach(g -> addNames(g, names));
      }
    }
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
