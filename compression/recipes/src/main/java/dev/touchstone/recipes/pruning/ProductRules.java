package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.pruning.Coupling.Mark;
import dev.touchstone.recipes.pruning.LayerSide.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of convolutions, matrix products and tables. */
final class ProductRules {

  private final Coupling coupling;
  private final Set<String> constants;
  private final List<LayerSide> sides = new ArrayList<>();

  ProductRules(Graph graph, Coupling coupling) {
    this.coupling = coupling;
    constants = constants(graph);
  }

  /** Initializers, and what nodes make of nothing else. */
  static Set<String> constants(Graph graph) {
    Set<String> constants = new HashSet<>(graph.initializerNames());
    for (Node node : graph.nodes()) {
      if (node.subgraphs().isEmpty() && constants.containsAll(node.reads())) {
        constants.addAll(node.outputs());
      }
    }
    return constants;
  }

  List<LayerSide> sides() {
    return sides;
  }

  private void side(Node node, TensorAxis weights, TensorAxis activation, Role role) {
    if (constants.contains(weights.tensor()) && !constants.contains(activation.tensor())) {
      sides.add(new LayerSide(node, weights, activation, role));
    }
  }

  /** Weights {@code [out, in / group, ...]}. */
  boolean conv(Node node) {
    long groups = node.integer("group", 1);
    TensorAxis in = new TensorAxis(node.input(0), 1);
    TensorAxis out = new TensorAxis(node.output(0), 1);
    TensorAxis weightsOut = new TensorAxis(node.input(1), 0);
    TensorAxis weightsIn = new TensorAxis(node.input(1), 1);
    coupling.join(weightsOut, out);
    side(node, weightsOut, out, Role.MAKES);
    if (groups == 1) {
      coupling.join(in, weightsIn);
      side(node, weightsIn, in, Role.READS);
    } else if (!grouped(groups, in, weightsIn, out, new TensorAxis("", 0))) {
      return false;
    }
    return finishConv(node, out);
  }

  /** Weights {@code [in, out / group, ...]}. */
  boolean convTranspose(Node node) {
    long groups = node.integer("group", 1);
    TensorAxis in = new TensorAxis(node.input(0), 1);
    TensorAxis out = new TensorAxis(node.output(0), 1);
    TensorAxis weightsIn = new TensorAxis(node.input(1), 0);
    TensorAxis weightsOut = new TensorAxis(node.input(1), 1);
    coupling.join(weightsIn, in);
    if (groups == 1) {
      coupling.join(out, weightsOut);
      side(node, weightsIn, in, Role.READS);
      side(node, weightsOut, out, Role.MAKES);
    } else if (!grouped(groups, in, new TensorAxis("", 0), out, weightsOut)) {
      return false;
    }
    return finishConv(node, out);
  }

  private boolean finishConv(Node node, TensorAxis out) {
    coupling.join(new TensorAxis(node.input(0), 0), new TensorAxis(node.output(0), 0));
    if (!node.input(2).isEmpty()) {
      coupling.join(new TensorAxis(node.input(2), 0), out);
    }
    String reason = node.type() + " " + node.label() + " runs along it";
    for (int d = 2; d < coupling.rank(node.input(0)).orElse(0); d++) {
      coupling.pin(new TensorAxis(node.input(0), d), reason);
      coupling.pin(new TensorAxis(node.input(1), d), reason);
      coupling.pin(new TensorAxis(node.output(0), d), reason);
    }
    return true;
  }

  /**
   * Groups stay equally large: either whole groups go, or the same position in each; whichever cut
   * is the finer. A depthwise convolution has one channel a group, so single channels go.
   *
   * @param weightsIn dimension of the weights that holds the inputs of one group, if there is one
   * @param weightsOut dimension of the weights that holds the outputs of one group, if there is one
   */
  private boolean grouped(
      long groups, TensorAxis in, TensorAxis weightsIn, TensorAxis out, TensorAxis weightsOut) {
    int[] ins = coupling.atoms(in);
    int[] outs = coupling.atoms(out);
    if (ins.length == 0 || ins.length % groups != 0 || outs.length % groups != 0) {
      return false;
    }
    int inPerGroup = (int) (ins.length / groups);
    int outPerGroup = (int) (outs.length / groups);
    if (groups >= Math.max(inPerGroup, outPerGroup)) {
      joinGroups(ins, inPerGroup, outs, outPerGroup);
      pinInner(weightsIn);
      pinInner(weightsOut);
    } else {
      joinPositions(ins, inPerGroup, coupling.atoms(weightsIn));
      joinPositions(outs, outPerGroup, coupling.atoms(weightsOut));
    }
    return true;
  }

  private void pinInner(TensorAxis axis) {
    coupling.pin(axis, "whole groups of a convolution go");
  }

  private void joinGroups(int[] ins, int inPerGroup, int[] outs, int outPerGroup) {
    for (int i = 0; i < ins.length; i++) {
      coupling.join(ins[i / inPerGroup * inPerGroup], ins[i]);
    }
    for (int o = 0; o < outs.length; o++) {
      coupling.join(ins[o / outPerGroup * inPerGroup], outs[o]);
    }
  }

  private void joinPositions(int[] channels, int perGroup, int[] weights) {
    for (int i = 0; i < channels.length; i++) {
      coupling.join(channels[i % perGroup], channels[i]);
      if (weights.length == perGroup) {
        coupling.join(channels[i], weights[i % perGroup]);
      }
    }
    if (perGroup == 1) {
      // the only position of each group: taking it would leave nothing
      for (int channel : channels) {
        coupling.mark(Mark.PINNED, channel, "each group of a convolution has only this channel");
      }
    }
  }

  /** {@code [..., n, k] x [..., k, m]}. */
  boolean matMul(Node node) {
    String a = node.input(0);
    String b = node.input(1);
    String out = node.output(0);
    int rankA = coupling.rank(a).orElse(0);
    int rankB = coupling.rank(b).orElse(0);
    int rank = coupling.rank(out).orElse(0);
    if (rankA < 2 || rankB < 2 || rank != Math.max(rankA, rankB)) {
      return false;
    }
    TensorAxis rowsOut = new TensorAxis(out, rank - 2);
    TensorAxis columnsOut = new TensorAxis(out, rank - 1);
    TensorAxis innerA = new TensorAxis(a, rankA - 1);
    TensorAxis innerB = new TensorAxis(b, rankB - 2);
    TensorAxis columnsB = new TensorAxis(b, rankB - 1);
    coupling.join(new TensorAxis(a, rankA - 2), rowsOut);
    coupling.join(innerA, innerB);
    coupling.join(columnsB, columnsOut);
    side(node, innerB, innerA, Role.READS);
    side(node, columnsB, columnsOut, Role.MAKES);
    boolean activations = !constants.contains(a) && !constants.contains(b);
    batch(a, rankA, out, rank, activations);
    batch(b, rankB, out, rank, activations);
    return true;
  }

  private void batch(String factor, int rank, String out, int outRank, boolean activations) {
    for (int d = 0; d < rank - 2; d++) {
      TensorAxis in = new TensorAxis(factor, d);
      TensorAxis axis = new TensorAxis(out, d + outRank - rank);
      if (!coupling.isOne(in)) {
        coupling.join(in, axis);
        if (activations) {
          coupling.mark(Mark.ATTENTION, axis, "batch of a product");
        }
      }
    }
  }

  /** {@code alpha op(A) op(B) + beta C}. */
  boolean gemm(Node node) {
    boolean turnA = node.integer("transA", 0) != 0;
    boolean turnB = node.integer("transB", 0) != 0;
    TensorAxis innerA = new TensorAxis(node.input(0), turnA ? 0 : 1);
    TensorAxis innerB = new TensorAxis(node.input(1), turnB ? 1 : 0);
    TensorAxis columnsB = new TensorAxis(node.input(1), turnB ? 0 : 1);
    TensorAxis columnsOut = new TensorAxis(node.output(0), 1);
    coupling.join(new TensorAxis(node.input(0), turnA ? 1 : 0), new TensorAxis(node.output(0), 0));
    coupling.join(innerA, innerB);
    coupling.join(columnsB, columnsOut);
    side(node, innerB, innerA, Role.READS);
    side(node, columnsB, columnsOut, Role.MAKES);
    return node.input(2).isEmpty()
        || CouplingRules.broadcast(coupling, node.input(2), node.output(0));
  }

  /** The gathered dimension stays; those before and behind the indices belong to the output's. */
  boolean gather(Node node) {
    String data = node.input(0);
    int rank = coupling.rank(data).orElse(0);
    int indexRank = coupling.rank(node.input(1)).orElse(0);
    int axis = (int) node.integer("axis", 0);
    axis = axis < 0 ? axis + rank : axis;
    String reason = "Gather " + node.label() + " chooses from it";
    for (int d = 0; d < rank; d++) {
      TensorAxis in = new TensorAxis(data, d);
      if (d == axis) {
        coupling.pin(in, reason);
      } else {
        TensorAxis out = new TensorAxis(node.output(0), d < axis ? d : d + indexRank - 1);
        coupling.join(in, out);
        side(node, in, out, Role.MAKES);
      }
    }
    for (int d = axis; d < axis + indexRank; d++) {
      coupling.pin(new TensorAxis(node.output(0), d), reason);
    }
    return rank > 0;
  }
}
