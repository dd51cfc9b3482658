package dev.touchstone.recipes.lowrank;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.LowRank;
import dev.touchstone.scenarios.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces {@code x · W} by {@code (x · A) · B} where W is a constant matrix and A and B together
 * have fewer elements: the truncated singular value decomposition, the nearest matrix of its rank
 * (Eckart and Young 1936), with the square roots of the singular values in either factor.
 */
public final class Factorization {

  /** One-sided Jacobi on a larger matrix takes many minutes. */
  private static final int LARGEST_SIDE = 2048;

  private static final int TOLD = 12;

  private final LowRank step;
  private final Progress progress;
  private final List<String> factored = new ArrayList<>();
  private final Map<String, List<String>> leftAlone = new LinkedHashMap<>();

  /** Prepares a factorization. */
  public Factorization(LowRank step, Progress progress) {
    this.step = step;
    this.progress = progress;
  }

  /**
   * What came out.
   *
   * @param notes rank and error of each layer, and what was left alone
   */
  public record Result(OnnxModel model, List<String> notes) {

    /** Copies the notes. */
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /** A constant matrix {@code [rows, columns]} as the layer multiplies it. */
  private record Matrix(Constant constant, boolean turned) {

    int rows() {
      return (int) constant.shape()[turned ? 1 : 0];
    }

    int columns() {
      return (int) constant.shape()[turned ? 0 : 1];
    }

    double[] elements() {
      float[] values = constant.toFloats();
      double[] elements = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        elements[turned ? i % rows() * columns() + i / rows() : i] = values[i];
      }
      return elements;
    }
  }

  /** Factors the matrices of a model. */
  public Result apply(OnnxModel model) {
    Graph graph = model.graph();
    List<Node> layers = graph.nodes().stream().filter(n -> n.is("MatMul") || n.is("Gemm")).toList();
    for (int i = 0; i < layers.size(); i++) {
      progress.at("factoring matrices", i, layers.size());
      Node layer = layers.get(i);
      if (step.nodes().takes(layer.name(), layer.type())) {
        matrix(graph, layer).ifPresent(m -> factor(graph, layer, m));
      }
    }
    progress.at("factoring matrices", layers.size(), layers.size());
    graph.sort();
    return new Result(model.with(graph.withoutValueInfo()), notes());
  }

  private static Optional<Matrix> matrix(Graph graph, Node layer) {
    boolean turned = layer.is("Gemm") && layer.integer("transB", 0) != 0;
    return graph
        .constant(layer.input(1))
        .filter(c -> c.type() == OnnxType.FLOAT && c.shape().length == 2)
        .map(c -> new Matrix(c, turned));
  }

  private void factor(Graph graph, Node layer, Matrix matrix) {
    if (layer.is("Gemm") && layer.integer("transA", 0) != 0) {
      leave("its input is transposed", layer);
      return;
    }
    int rows = matrix.rows();
    int columns = matrix.columns();
    long size = (long) rows * columns;
    if (size < step.leastElements()) {
      leave("fewer than %d elements".formatted(step.leastElements()), layer);
      return;
    }
    if (Math.min(rows, columns) > LARGEST_SIDE) {
      leave("both sides are above " + LARGEST_SIDE, layer);
      return;
    }
    SingularValues svd;
    try {
      svd = SingularValues.of(rows, columns, matrix.elements());
    } catch (IllegalArgumentException e) {
      leave("it holds NaN or infinity", layer);
      return;
    }
    int rank =
        step.limit() instanceof LowRank.Limit.Rank limit
            ? Math.min(limit.rank(), Math.min(rows, columns))
            : svd.rankOfEnergy(((LowRank.Limit.Energy) step.limit()).share());
    if ((long) rank * (rows + columns) >= size) {
      leave(
          "two factors would have as many elements or more",
          layer,
          " (rank %d of %d)".formatted(rank, Math.min(rows, columns)));
      return;
    }
    write(graph, layer, matrix, svd, rank);
    factored.add(
        String.format(
            Locale.ROOT,
            "%s: rank %d of %d, relative error %.3f",
            layer.label(),
            rank,
            Math.min(rows, columns),
            svd.relativeError(rank)));
  }

  private static void write(Graph graph, Node layer, Matrix matrix, SingularValues svd, int rank) {
    String name = matrix.constant().name();
    String first = graph.freshName(name + ".first");
    graph.put(Constant.floats(first, new long[] {matrix.rows(), rank}, svd.firstFactor(rank)));
    String second = graph.freshName(name + ".second");
    graph.put(Constant.floats(second, new long[] {rank, matrix.columns()}, svd.secondFactor(rank)));
    String between = graph.freshName(layer.output(0) + ".low_rank");
    Node inner =
        Node.of(
            "MatMul", layer.label() + ".first", List.of(layer.input(0), first), List.of(between));
    graph.add(inner);
    layer.setInput(0, between).setInput(1, second).without("transB");
    boolean free = graph.nodes().stream().noneMatch(n -> n.reads().contains(name));
    if (free && !graph.outputNames().contains(name)) {
      graph.removeInitializer(name);
    }
  }

  private void leave(String reason, Node layer) {
    leave(reason, layer, "");
  }

  private void leave(String reason, Node layer, String detail) {
    leftAlone.computeIfAbsent(reason, r -> new ArrayList<>()).add(layer.label() + detail);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>(factored);
    if (factored.isEmpty()) {
      notes.add("no matrix was factored");
    }
    leftAlone.forEach(
        (reason, layers) -> {
          String more = layers.size() > TOLD ? " and " + (layers.size() - TOLD) + " more" : "";
          notes.add(
              "left alone: "
                  + String.join(", ", layers.subList(0, Math.min(TOLD, layers.size())))
                  + more
                  + ": "
                  + reason);
        });
    return notes;
  }
}
