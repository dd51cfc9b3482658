package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.pruning.LayoutRules.Cut;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Takes units out of a model: constants lose slices, and operators are told their new sizes. */
final class Surgery {

  private final Graph graph;
  private final long opset;
  private final Coupling coupling;
  private final Map<TensorAxis, int[]> kept = new LinkedHashMap<>();

  private Surgery(OnnxModel model, Coupling coupling, Set<Integer> removed) {
    graph = model.graph();
    opset = model.opset();
    this.coupling = coupling;
    for (TensorAxis axis : coupling.axes()) {
      int[] atoms = coupling.atoms(axis);
      int[] indices =
          IntStream.range(0, atoms.length)
              .filter(i -> !removed.contains(coupling.root(atoms[i])))
              .toArray();
      if (indices.length < atoms.length) {
        kept.put(axis, indices);
      }
    }
  }

  /**
   * Takes units out.
   *
   * @param removed representative atoms, none of them pinned
   */
  static OnnxModel remove(OnnxModel model, Coupling coupling, Set<Integer> removed) {
    Surgery surgery = new Surgery(model, coupling, removed);
    surgery.sliceConstants();
    surgery.updateNodes();
    surgery.graph.sort();
    return model.with(surgery.graph.withoutValueInfo());
  }

  private void sliceConstants() {
    for (String name : graph.initializerNames()) {
      Constant constant = graph.initializer(name).orElseThrow();
      for (int d = constant.shape().length - 1; d >= 0; d--) {
        int[] indices = kept.get(new TensorAxis(name, d));
        if (indices != null) {
          constant = slice(constant, d, indices);
        }
      }
      graph.put(constant);
    }
  }

  /** The chosen slices of a constant along one dimension. */
  static Constant slice(Constant constant, int axis, int[] indices) {
    long[] shape = constant.shape();
    byte[] bytes = constant.rawBytes();
    int width = constant.type().bits() / 8;
    int size = Math.toIntExact(shape[axis]);
    int run = width * (int) Arrays.stream(shape).skip(axis + 1L).reduce(1, (a, b) -> a * b);
    int outer = run == 0 ? 0 : bytes.length / run / size;
    byte[] sliced = new byte[outer * indices.length * run];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (int index : indices) {
        System.arraycopy(bytes, (o * size + index) * run, sliced, at, run);
        at += run;
      }
    }
    shape[axis] = indices.length;
    return Constant.raw(constant.name(), constant.type(), shape, sliced);
  }

  private void updateNodes() {
    ShapeInputs shapeInputs = new ShapeInputs(graph);
    ShapeInputs.SizeOf sizes =
        new ShapeInputs.SizeOf() {
          @Override
          public int rank(String tensor) {
            return coupling.rank(tensor).orElse(0);
          }

          @Override
          public OptionalLong of(String tensor, int axis) {
            return size(new TensorAxis(tensor, axis));
          }
        };
    for (Node node : graph.nodes()) {
      if (node.is("Conv") || node.is("ConvTranspose")) {
        updateGroups(node);
      } else if (node.is("Split")) {
        updateSplit(node);
      } else if (node.is("Slice")) {
        updateSlice(node);
      } else if (node.domain().isEmpty()) {
        shapeInputs.update(node, sizes);
      }
    }
  }

  private OptionalLong size(TensorAxis axis) {
    int[] indices = kept.get(axis);
    return indices == null ? coupling.size(axis) : OptionalLong.of(indices.length);
  }

  /** Channels of all groups over channels of one. */
  private void updateGroups(Node node) {
    if (node.integer("group", 1) > 1) {
      // the channels of one group lie along axis 1 of the weights: those read, or those made
      String all = node.is("Conv") ? node.input(0) : node.output(0);
      OptionalLong channels = size(new TensorAxis(all, 1));
      OptionalLong perGroup = size(new TensorAxis(node.input(1), 1));
      if (channels.isPresent() && perGroup.isPresent()) {
        node.with("group", channels.getAsLong() / perGroup.getAsLong());
      }
    }
  }

  private void updateSplit(Node node) {
    int rank = coupling.rank(node.input(0)).orElse(0);
    int axis = (int) node.integer("axis", 0);
    int along = axis < 0 ? axis + rank : axis;
    if (!kept.containsKey(new TensorAxis(node.input(0), along))) {
      return;
    }
    long[] sizes =
        node.outputs().stream()
            .mapToLong(o -> size(new TensorAxis(o, along)).orElseThrow())
            .toArray();
    node.without("num_outputs");
    if (opset < 13) {
      node.with("split", sizes);
    } else {
      node.setInput(1, numbers(node.label() + ".split", sizes));
    }
  }

  private void updateSlice(Node node) {
    int rank = coupling.rank(node.input(0)).orElse(0);
    Optional<Map<Integer, Cut>> cuts = Cut.of(node, graph, rank);
    boolean changed =
        IntStream.range(0, rank).anyMatch(d -> kept.containsKey(new TensorAxis(node.input(0), d)));
    if (cuts.isEmpty() || !changed || cuts.get().values().stream().anyMatch(c -> !c.known())) {
      return;
    }
    int[] axes = cuts.get().keySet().stream().mapToInt(a -> a).sorted().toArray();
    long[] starts = new long[axes.length];
    long[] ends = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      Cut cut = cuts.get().getOrDefault(axes[i], new Cut(0, 0, false));
      TensorAxis axis = new TensorAxis(node.input(0), axes[i]);
      int[] indices = kept.get(axis);
      if (indices == null) {
        starts[i] = cut.start();
        ends[i] = cut.end();
      } else {
        int[] range = cut.range(coupling.atoms(axis).length).orElseThrow();
        starts[i] = Arrays.stream(indices).filter(k -> k < range[0]).count();
        ends[i] = Arrays.stream(indices).filter(k -> k < range[1]).count();
      }
    }
    tell(node, axes, starts, ends);
  }

  private void tell(Node node, int[] axes, long[] starts, long[] ends) {
    long[] which = Arrays.stream(axes).asLongStream().toArray();
    if (opset < 10) {
      node.with("starts", starts).with("ends", ends).with("axes", which);
      return;
    }
    node.setInput(1, numbers(node.label() + ".starts", starts));
    node.setInput(2, numbers(node.label() + ".ends", ends));
    node.setInput(3, numbers(node.label() + ".axes", which));
    node.keepInputs(4); // cuts that are known have steps of 1
  }

  private String numbers(String name, long[] values) {
    String fresh = graph.freshName(name);
    graph.put(Constant.integers(fresh, OnnxType.INT64, new long[] {values.length}, values));
    return fresh;
  }
}
