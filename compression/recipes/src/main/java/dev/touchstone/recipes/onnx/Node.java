package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One operator of a graph; may be edited. Two nodes are the same only if they are the same object.
 * Not thread-safe.
 */
public final class Node {

  private final NodeProto.Builder proto;

  Node(NodeProto proto) {
    this.proto = proto.toBuilder();
  }

  /**
   * A node of the default domain without attributes.
   *
   * @param type such as {@code Conv}
   * @param inputs names of tensors; blank for an optional input that is left out
   */
  public static Node of(String type, String name, List<String> inputs, List<String> outputs) {
    NodeProto.Builder proto = NodeProto.newBuilder().setOpType(type).setName(name);
    return new Node(proto.addAllInput(inputs).addAllOutput(outputs).build());
  }

  /** The operator's type, such as {@code Conv}. */
  public String type() {
    return proto.getOpType();
  }

  /** The operator's domain; blank for ONNX itself. */
  public String domain() {
    return proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
  }

  /** Whether this is that operator of ONNX itself. */
  public boolean is(String type) {
    return domain().isEmpty() && type().equals(type);
  }

  /** The node's name; may be blank. */
  public String name() {
    return proto.getName();
  }

  /** The name, or the first output where there is none: something to tell a person. */
  public String label() {
    return name().isBlank() ? type() + " -> " + output(0) : name();
  }

  /** Names of the inputs; blank where an optional one is left out. */
  public List<String> inputs() {
    return List.copyOf(proto.getInputList());
  }

  /** Name of an input; blank if it is left out. */
  public String input(int index) {
    return index < proto.getInputCount() ? proto.getInput(index) : "";
  }

  /** Names of the outputs; blank where one is left out. */
  public List<String> outputs() {
    return List.copyOf(proto.getOutputList());
  }

  /** Name of an output; blank if it is left out. */
  public String output(int index) {
    return index < proto.getOutputCount() ? proto.getOutput(index) : "";
  }

  /** Puts a tensor at an input, adding blank ones before it where there are too few. */
  public Node setInput(int index, String tensor) {
    while (proto.getInputCount() <= index) {
      proto.addInput("");
    }
    proto.setInput(index, tensor);
    return this;
  }

  /** Leaves only the first inputs. */
  public Node keepInputs(int count) {
    List<String> kept = inputs().subList(0, Math.min(count, proto.getInputCount()));
    proto.clearInput().addAllInput(kept);
    return this;
  }

  /** Puts other tensors at all inputs; blank for one that is left out. */
  public Node setInputs(List<String> tensors) {
    proto.clearInput().addAllInput(tensors);
    return this;
  }

  /** Gives an output another name. */
  public Node setOutput(int index, String tensor) {
    proto.setOutput(index, tensor);
    return this;
  }

  /** Leaves only the first outputs. */
  public Node keepOutputs(int count) {
    List<String> kept = outputs().subList(0, Math.min(count, proto.getOutputCount()));
    proto.clearOutput().addAllOutput(kept);
    return this;
  }

  /** Makes it an operator of another domain, with the same inputs, outputs and attributes. */
  public Node setType(String domain, String type) {
    proto.setDomain(domain).setOpType(type);
    return this;
  }

  /** Makes it another operator of ONNX itself with the same inputs, outputs and attributes. */
  public Node setType(String type) {
    proto.setOpType(type).clearDomain();
    return this;
  }

  /** Makes it an operator of another domain, such as {@code com.microsoft}. */
  public Node setDomain(String domain) {
    proto.setDomain(domain);
    return this;
  }

  /** An attribute's message, if there is one. */
  public Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  /** A whole number, or the operator's default. */
  public long integer(String name, long otherwise) {
    return attribute(name).map(AttributeProto::getI).orElse(otherwise);
  }

  /** A real number, or the operator's default. */
  public float real(String name, float otherwise) {
    return attribute(name).map(AttributeProto::getF).orElse(otherwise);
  }

  /** A text, or the operator's default. */
  public String text(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  /** Whole numbers, if the attribute is there. */
  public Optional<long[]> integers(String name) {
    return attribute(name).map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  /** Real numbers, if the attribute is there. */
  public Optional<float[]> reals(String name) {
    return attribute(name)
        .map(
            a -> {
              float[] values = new float[a.getFloatsCount()];
              for (int i = 0; i < values.length; i++) {
                values[i] = a.getFloats(i);
              }
              return values;
            });
  }

  /** What a {@code Constant} node holds; empty for other nodes, and for texts. */
  public Optional<Constant> value() {
    return is("Constant") ? Constants.valueOf(this) : Optional.empty();
  }

  /** Sets an attribute. */
  public Node with(String name, long value) {
    return put(AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
  }

  /** Sets an attribute. */
  public Node with(String name, float value) {
    return put(AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value));
  }

  /** Sets an attribute. */
  public Node with(String name, String value) {
    return put(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(value)));
  }

  /** Sets an attribute. */
  public Node with(String name, long[] values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return put(a);
  }

  /** Sets an attribute. */
  public Node with(String name, float[] values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOATS);
    for (float v : values) {
      a.addFloats(v);
    }
    return put(a);
  }

  /** Sets an attribute. */
  public Node with(String name, Constant value) {
    return put(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeType.TENSOR)
            .setT(value.proto()));
  }

  private Node put(AttributeProto.Builder attribute) {
    without(attribute.getName());
    proto.addAttribute(attribute);
    return this;
  }

  /** Drops an attribute. */
  public Node without(String name) {
    for (int i = proto.getAttributeCount() - 1; i >= 0; i--) {
      if (proto.getAttribute(i).getName().equals(name)) {
        proto.removeAttribute(i);
      }
    }
    return this;
  }

  /** The graphs that its attributes hold, such as the branches of {@code If}. */
  public List<GraphProto> subgraphs() {
    List<GraphProto> graphs = new ArrayList<>();
    for (AttributeProto a : proto.getAttributeList()) {
      if (a.hasG()) {
        graphs.add(a.getG());
      }
      graphs.addAll(a.getGraphsList());
    }
    return graphs;
  }

  /** Changes the graphs that its attributes hold. */
  public void editSubgraphs(Consumer<Graph> edit) {
    for (int i = 0; i < proto.getAttributeCount(); i++) {
      AttributeProto attribute = proto.getAttribute(i);
      if (attribute.hasG() || attribute.getGraphsCount() > 0) {
        AttributeProto.Builder changed = attribute.toBuilder();
        if (attribute.hasG()) {
          changed.setG(edited(attribute.getG(), edit));
        }
        for (int g = 0; g < attribute.getGraphsCount(); g++) {
          changed.setGraphs(g, edited(attribute.getGraphs(g), edit));
        }
        proto.setAttribute(i, changed);
      }
    }
  }

  private static GraphProto edited(GraphProto proto, Consumer<Graph> edit) {
    Graph graph = new Graph(proto);
    edit.accept(graph);
    return graph.toProto();
  }

  /** All tensors that it needs: its inputs, and what its subgraphs take from the graph around. */
  public Set<String> reads() {
    Set<String> names = new LinkedHashSet<>(proto.getInputList());
    names.remove("");
    subgraphs().forEach(g -> names.addAll(Subgraphs.captures(g)));
    return names;
  }

  /** Reads another tensor wherever it read this one, in its subgraphs too. */
  public void redirect(String from, String to) {
    for (int i = 0; i < proto.getInputCount(); i++) {
      if (proto.getInput(i).equals(from)) {
        proto.setInput(i, to);
      }
    }
    if (!subgraphs().isEmpty()) {
      for (int i = 0; i < proto.getAttributeCount(); i++) {
        proto.setAttribute(i, Subgraphs.redirect(proto.getAttribute(i), from, to));
      }
    }
  }

  /**
   * Reads other tensors than before, in its subgraphs too.
   *
   * @param fromTo no value of it may be a key
   */
  void redirect(Map<String, String> fromTo) {
    if (!subgraphs().isEmpty()) {
      for (String from : reads()) {
        String to = fromTo.get(from);
        if (to != null) {
          redirect(from, to);
        }
      }
      return;
    }
    for (int i = 0; i < proto.getInputCount(); i++) {
      String to = fromTo.get(proto.getInput(i));
      if (to != null) {
        proto.setInput(i, to);
      }
    }
  }

  /** Adds every tensor name that it or a graph within it uses. */
  void addNames(Set<String> names) {
    names.addAll(proto.getInputList());
    names.addAll(proto.getOutputList());
    subgraphs().forEach(g -> Subgraphs.addNames(g, names));
  }

  /** A copy that may be edited apart from this one. */
  public Node copy() {
    return new Node(toProto());
  }

  NodeProto toProto() {
    return proto.build();
  }

  @Override
  public String toString() {
    return type() + proto.getInputList() + " -> " + proto.getOutputList();
  }
}
