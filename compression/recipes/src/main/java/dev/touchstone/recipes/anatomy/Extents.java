package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Activations;
import dev.touchstone.recipes.runtime.RandomSamples;
import dev.touchstone.scenarios.data.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Sizes of all tensors of a graph whose inputs are of known size.
 *
 * <p>They are seen in one run on made-up inputs: one authority for every operator that ONNX Runtime
 * has, and sizes that depend on values are told too. (The runtime's shape inference would not do:
 * it leaves those open, and where sizes do not fit the types of the outputs cannot be asked for
 * without the process being aborted, in ONNX Runtime 1.29.) A model that does not run on these, or
 * that the runtime refuses, tells what its file says of its tensors.
 */
final class Extents {

  private static final long SEED = 1;

  /** Enough that most models need a few runs only, and few enough that none fills the memory. */
  private static final int AT_ONCE = 64;

  private final Map<String, Extent> known = new HashMap<>();
  private final Map<String, OnnxType> types = new HashMap<>();
  private Optional<String> refusal = Optional.empty();

  private Extents() {}

  static Extents of(OnnxModel model) {
    Extents extents = new Extents();
    Graph graph = model.graph();
    graph.sort();
    extents.known.putAll(stated(model, graph));
    boolean branches = graph.nodes().stream().anyMatch(n -> !n.subgraphs().isEmpty());
    try {
      if (!extents.see(model) && branches) {
        OnnxModel before = beforeBranches(model, graph);
        boolean any = !before.graph().nodes().isEmpty();
        extents.known.putAll(any ? extents.sizesOf(before) : Map.of());
      }
    } catch (UnusableModelException e) {
      extents.refusal = Optional.of(String.valueOf(e.getMessage()));
    }
    extents.known.forEach((name, extent) -> extents.types.put(name, extent.type()));
    extents.types.putAll(typed(model));
    ElementTypes.complete(graph, extents.types);
    return extents;
  }

  /**
   * Takes sizes from a run.
   *
   * @return whether the model ran
   * @throws UnusableModelException if the runtime refuses the model
   */
  private boolean see(OnnxModel model) {
    Map<String, Extent> seen = sizesOf(model);
    known.putAll(seen);
    return !seen.isEmpty();
  }

  /** Sizes in a run; none if the model does not run on made-up inputs. */
  private Map<String, Extent> sizesOf(OnnxModel model) {
    Map<String, Extent> seen = new HashMap<>();
    try (Activations activations = Activations.of(model)) {
      Optional<Map<String, Tensor>> inputs = RandomSamples.of(activations.inputs(), SEED);
      // never with made-up ranks: a kernel may abort the process over them (LSTM, 1.29)
      boolean sized = activations.inputs().keySet().stream().allMatch(known::containsKey);
      if (inputs.isEmpty() || !sized) {
        return Map.of();
      }
      try {
        activations.seeInParts(
            inputs.get(), AT_ONCE, a -> seen.put(a.name(), new Extent(a.type(), a.shape())));
      } catch (UnusableModelException e) {
        return Map.of(); // such as a spectrum of a single number
      }
    }
    return seen;
  }

  /** What runs whichever branch is taken: the nodes that no branch and no loop is needed for. */
  private static OnnxModel beforeBranches(OnnxModel model, Graph graph) {
    Graph cut = model.with(graph).graph();
    Set<String> behind = new HashSet<>();
    List<Node> gone = new ArrayList<>();
    for (Node node : cut.nodes()) {
      if (!node.subgraphs().isEmpty() || node.reads().stream().anyMatch(behind::contains)) {
        behind.addAll(node.outputs());
        gone.add(node);
      }
    }
    cut.remove(gone);
    cut.setOutputs(List.of());
    cut.producers().keySet().forEach(cut::addOutput);
    return model.with(cut.withoutValueInfo());
  }

  /** Inputs of a type but without a size. */
  private static Map<String, OnnxType> typed(OnnxModel model) {
    Map<String, OnnxType> typed = new HashMap<>();
    for (ValueInfoProto value : model.proto().getGraph().getInputList()) {
      int code = value.getType().getTensorType().getElemType();
      if (code != 0) {
        typed.put(value.getName(), OnnxType.of(code));
      }
    }
    return typed;
  }

  /** What the file itself says: initializers, and tensors that it describes in full. */
  private static Map<String, Extent> stated(OnnxModel model, Graph graph) {
    Map<String, Extent> stated = new HashMap<>();
    List<ValueInfoProto> values = new ArrayList<>(model.proto().getGraph().getValueInfoList());
    values.addAll(model.proto().getGraph().getInputList());
    values.addAll(model.proto().getGraph().getOutputList());
    for (ValueInfoProto value : values) {
      of(value.getType()).ifPresent(e -> stated.put(value.getName(), e));
    }
    for (String name : graph.initializerNames()) {
      graph.initializer(name).ifPresent(c -> stated.put(name, of(c)));
    }
    return stated;
  }

  static Extent of(Constant constant) {
    return new Extent(constant.type(), LongStream.of(constant.shape()).boxed().toList());
  }

  private static Optional<Extent> of(TypeProto type) {
    if (!type.hasTensorType()
        || !type.getTensorType().hasShape()
        || type.getTensorType().getElemType() == 0) {
      return Optional.empty();
    }
    List<Long> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension d : type.getTensorType().getShape().getDimList()) {
      if (!d.hasDimValue() || d.getDimValue() < 0) {
        return Optional.empty();
      }
      dims.add(d.getDimValue());
    }
    return Optional.of(new Extent(OnnxType.of(type.getTensorType().getElemType()), dims));
  }

  /** Size of a tensor, if it is known. */
  Optional<Extent> of(String tensor) {
    return Optional.ofNullable(known.get(tensor));
  }

  /** Type of a tensor's elements, if it is known. */
  Optional<OnnxType> type(String tensor) {
    return Optional.ofNullable(types.get(tensor));
  }

  /** What the runtime said if it refused the model. */
  Optional<String> refusal() {
    return refusal;
  }
}
