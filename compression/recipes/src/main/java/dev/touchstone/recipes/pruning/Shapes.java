package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.RandomSamples;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.data.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sizes of all tensors of a graph. What ONNX Runtime cannot tell beforehand, such as the number of
 * heads behind a Reshape whose shape is computed, is found by two runs on made-up inputs of
 * different sizes: what stays the same is fixed.
 */
final class Shapes {

  private static final long SEED = 5;

  /**
   * What stands for sizes that are known only at run time, first that of the batch, then others, in
   * either run; the next pair is tried where a model refuses the one before.
   */
  private static final List<long[]> PROBES =
      List.of(new long[] {1, 1, 2, 2}, new long[] {1, 32, 2, 48}, new long[] {1, 224, 2, 256});

  private final Map<String, List<OptionalLong>> sizes;

  private Shapes(Map<String, List<OptionalLong>> sizes) {
    this.sizes = sizes;
  }

  /**
   * Finds them.
   *
   * @throws UnusableModelException if ONNX Runtime refuses the model
   */
  static Shapes of(OnnxModel model) {
    Graph graph = model.graph();
    ValueTypes types = ValueTypes.of(model);
    Map<String, List<OptionalLong>> sizes = new HashMap<>();
    Set<String> unclear = new HashSet<>();
    tensors(graph)
        .forEach(
            name ->
                types
                    .of(name)
                    .filter(t -> t.type().isPresent())
                    .ifPresent(
                        t -> {
                          sizes.put(name, t.shape());
                          if (isUnclear(graph, name, t)) {
                            unclear.add(name);
                          }
                        }));
    if (!unclear.isEmpty()) {
      Map<String, List<OptionalLong>> probed = probe(model, unclear);
      // a shape without dimensions may be a number, or of a rank that is not known
      unclear.stream()
          .filter(n -> sizes.getOrDefault(n, List.of()).isEmpty())
          .forEach(sizes::remove);
      sizes.putAll(probed);
    }
    return new Shapes(sizes);
  }

  private static Stream<String> tensors(Graph graph) {
    return Stream.of(
            graph.initializerNames().stream(),
            graph.inputs().stream().map(v -> v.name()),
            graph.nodes().stream().flatMap(n -> n.outputs().stream()))
        .flatMap(names -> names)
        .filter(name -> !name.isEmpty())
        .distinct();
  }

  private static boolean isUnclear(Graph graph, String name, ValueType type) {
    if (graph.initializer(name).isPresent()) {
      return false;
    }
    boolean innerUnknown = type.shape().stream().skip(1).anyMatch(OptionalLong::isEmpty);
    return innerUnknown || (type.shape().isEmpty() && graph.constant(name).isEmpty());
  }

  /** Sizes that are the same in two runs; nothing if the model runs on no made-up inputs. */
  private static Map<String, List<OptionalLong>> probe(OnnxModel model, Set<String> tensors) {
    Graph graph = model.graph();
    Set<String> outputs = graph.outputNames();
    tensors.stream().filter(t -> !outputs.contains(t)).sorted().forEach(graph::addOutput);
    try (Session session = new Session(model.with(graph), Optimization.NONE)) {
      for (long[] probe : PROBES) {
        Optional<Map<String, long[]>> first = run(session, probe[0], probe[1], tensors);
        Optional<Map<String, long[]>> second = run(session, probe[2], probe[3], tensors);
        if (first.isPresent() && second.isPresent()) {
          return common(first.get(), second.get());
        }
      }
    }
    return Map.of();
  }

  private static Optional<Map<String, long[]>> run(
      Session session, long batch, long other, Set<String> tensors) {
    Map<String, ValueType> types = new LinkedHashMap<>();
    session.inputs().forEach((name, type) -> types.put(name, filled(type, batch, other)));
    Optional<Map<String, Tensor>> inputs = RandomSamples.of(types, SEED);
    if (inputs.isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<String, long[]> shapes = new HashMap<>();
      session
          .run(inputs.get())
          .forEach(
              (name, tensor) -> {
                if (tensors.contains(name)) {
                  shapes.put(name, tensor.shape());
                }
              });
      return Optional.of(shapes);
    } catch (UnusableModelException e) {
      return Optional.empty(); // made-up inputs may be of sizes that this model cannot take
    }
  }

  private static ValueType filled(ValueType type, long batch, long other) {
    List<OptionalLong> shape =
        IntStream.range(0, type.shape().size())
            .mapToObj(d -> OptionalLong.of(type.shape().get(d).orElse(d == 0 ? batch : other)))
            .toList();
    return new ValueType(type.type(), shape);
  }

  private static Map<String, List<OptionalLong>> common(
      Map<String, long[]> first, Map<String, long[]> second) {
    Map<String, List<OptionalLong>> common = new HashMap<>();
    first.forEach(
        (name, a) -> {
          long[] b = second.getOrDefault(name, new long[0]);
          if (a.length == b.length) {
            common.put(
                name,
                IntStream.range(0, a.length)
                    .mapToObj(d -> a[d] == b[d] ? OptionalLong.of(a[d]) : OptionalLong.empty())
                    .toList());
          }
        });
    return common;
  }

  /** Number of dimensions; empty if it is not known or it is no tensor. */
  OptionalInt rank(String tensor) {
    List<OptionalLong> shape = sizes.get(tensor);
    return shape == null ? OptionalInt.empty() : OptionalInt.of(shape.size());
  }

  /** Size of a dimension; empty if it is known only at run time. */
  OptionalLong size(String tensor, int axis) {
    List<OptionalLong> shape = sizes.getOrDefault(tensor, List.of());
    return axis < 0 || axis >= shape.size() ? OptionalLong.empty() : shape.get(axis);
  }
}
