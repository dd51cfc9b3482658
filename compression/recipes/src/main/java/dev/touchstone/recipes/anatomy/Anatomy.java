package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a model is made of and what one run of it costs.
 *
 * @param header what the file says of itself
 * @param inputs without those that an initializer fills
 * @param outputs of the graph
 * @param operations every node that is no constant, those of subgraphs behind the node that holds
 *     them
 * @param constantNodes how many nodes only hold a constant; they count as weights
 * @param weights what its constants hold
 * @param macs multiply-accumulate operations of one run, of {@code If} the dearest branch, of a
 *     loop one pass; without the nodes whose sizes are not known
 * @param peakActivationBytes memory of activations at the worst moment; empty if a size is not
 *     known
 * @param remarks what a reader must know beside the numbers, one sentence each
 */
public record Anatomy(
    Header header,
    List<Port> inputs,
    List<Port> outputs,
    List<Operation> operations,
    int constantNodes,
    Weights weights,
    long macs,
    OptionalLong peakActivationBytes,
    List<String> remarks) {

  /** Copies the lists. */
  public Anatomy {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    operations = List.copyOf(operations);
    remarks = List.copyOf(remarks);
  }

  /**
   * What a file says of itself.
   *
   * @param producer name and version of the program that wrote it; may be blank
   * @param irVersion of the file format
   * @param opsets version of each operator set; ONNX's own as {@code ai.onnx}
   * @param bytes of the model, external data included
   */
  public record Header(String producer, long irVersion, Map<String, Long> opsets, long bytes) {

    /** Keeps the order. */
    public Header {
      opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
    }

    static Header of(OnnxModel model) {
      ModelProto proto = model.proto();
      Map<String, Long> opsets = new TreeMap<>();
      for (OperatorSetIdProto set : proto.getOpsetImportList()) {
        String domain = set.getDomain().isEmpty() ? "ai.onnx" : set.getDomain();
        opsets.put(domain, set.getVersion());
      }
      String producer = (proto.getProducerName() + " " + proto.getProducerVersion()).strip();
      return new Header(producer, proto.getIrVersion(), opsets, model.bytes());
    }
  }

  /**
   * Takes a model apart, with 1 in the place of every input dimension that is known only at run
   * time.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if its nodes need each other in a
   *     circle, or a tensor of it is of a type that ONNX does not have
   */
  public static Anatomy of(OnnxModel model) {
    return of(model, Map.of());
  }

  /**
   * Takes a model apart.
   *
   * @param shapes of inputs by name, with the batch dimension; the others get 1 where their file
   *     states no size
   * @throws dev.touchstone.recipes.onnx.UnusableModelException as above
   */
  public static Anatomy of(OnnxModel model, Map<String, List<Long>> shapes) {
    return new Survey(model, shapes, Reading.AS_WRITTEN).anatomy();
  }

  /**
   * Takes a model apart that a runtime has optimized: an operator computes in what its name says,
   * whatever stands around it.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException as above
   */
  public static Anatomy asRun(OnnxModel optimized) {
    return new Survey(optimized, Map.of(), Reading.AS_RUN).anatomy();
  }

  /**
   * The model with inputs of known size: as given, or 1 where its file states none.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if a shape is given for what is no
   *     input, or does not fit what the file states
   */
  public static OnnxModel sized(OnnxModel model, Map<String, List<Long>> shapes) {
    return Subgraph.sized(model, shapes, new ArrayList<>());
  }

  /** Where operations of one type and precision are counted. */
  public record Kind(String type, Precision precision) {}

  /**
   * Counts and products of operations of one kind.
   *
   * @param macs of those whose sizes are known
   */
  public record Tally(int count, long macs, long parameters) {

    Tally plus(Operation operation) {
      return new Tally(
          count + 1, macs + operation.macs().orElse(0), parameters + operation.parameters());
    }
  }

  /** Operations by kind; the most products first, then the most nodes, then by name. */
  public Map<Kind, Tally> tallies() {
    Map<Kind, Tally> tallies = new LinkedHashMap<>();
    for (Operation operation : operations) {
      Kind kind = new Kind(operation.type(), operation.precision());
      tallies.put(kind, tallies.getOrDefault(kind, new Tally(0, 0, 0)).plus(operation));
    }
    List<Map.Entry<Kind, Tally>> sorted = new ArrayList<>(tallies.entrySet());
    sorted.sort(
        (a, b) -> {
          int byMacs = Long.compare(b.getValue().macs(), a.getValue().macs());
          int byCount = Integer.compare(b.getValue().count(), a.getValue().count());
          int byName = a.getKey().type().compareTo(b.getKey().type());
          int byPrecision = a.getKey().precision().compareTo(b.getKey().precision());
          return byMacs != 0 ? byMacs : byCount != 0 ? byCount : byName != 0 ? byName : byPrecision;
        });
    Map<Kind, Tally> ordered = new LinkedHashMap<>();
    sorted.forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return Collections.unmodifiableMap(ordered);
  }

  /** How many nodes are of one of these types. */
  public int count(String... types) {
    List<String> wanted = List.of(types);
    return (int) operations.stream().filter(o -> wanted.contains(o.type())).count();
  }

  /** Products of the operations of some precision. */
  public long macs(Precision precision) {
    return operations.stream()
        .filter(o -> o.precision() == precision)
        .mapToLong(o -> o.macs().orElse(0))
        .sum();
  }

  /**
   * The largest memory that one run needs at least: weights and activations; empty if not known.
   */
  public Optional<Long> memoryBytes() {
    return peakActivationBytes.isPresent()
        ? Optional.of(weights.bytes() + peakActivationBytes.getAsLong())
        : Optional.empty();
  }
}
