package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.calibration.ActivationRanges;
import dev.touchstone.recipes.calibration.Range;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Taps;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.QuantizedForm.Islands;
import dev.touchstone.scenarios.QuantizedForm.Notation;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Quantizes the weights and activations of a folded float model. */
public final class StaticQuantization {

  /** Smaller weights take less as floats than with the nodes that restore them. */
  private static final long SMALLEST_STORED = 64;

  private static final int NAMES_IN_NOTE = 8;

  private final QuantizeStatic step;
  private final boolean sevenBits;
  private final ModelInputs samples;
  private final Progress progress;

  /**
   * Keeps what the recipe asks for.
   *
   * @param sevenBits whether weights keep to 7 bits
   */
  public StaticQuantization(
      QuantizeStatic step, boolean sevenBits, ModelInputs samples, Progress progress) {
    this.step = step;
    this.sevenBits = sevenBits;
    this.samples = samples;
    this.progress = progress;
  }

  /**
   * Quantizes.
   *
   * @param model that has been folded
   * @param granularity of the weights; one scale a tensor where the operator set has no other
   * @param notes what a reader should know is added here
   * @throws UnusableModelException if the model is quantized already, cannot run, or has no node to
   *     quantize
   */
  public OnnxModel apply(OnnxModel model, Granularity granularity, List<String> notes) {
    Graph graph = model.graph();
    Preparation.Prepared start = Preparation.floatForm(model, graph);
    if (start.restored() > 0) {
      notes.add(start.restored() + " weights that were stored in 8 bits got scales of their own");
    }
    ValueTypes types = start.types();
    OnnxModel prepared = model.with(graph.withoutValueInfo());
    NumberFormat format = new NumberFormat(step.form(), granularity, sevenBits, model.opset());
    TakenNodes taken = new TakenNodes(step.nodes(), graph);
    boolean absorbs = !step.form().symmetry().ofActivations();
    Placement placement = Placement.of(graph, types, taken, absorbs);
    List<Node> floatArithmetic = withdrawIslands(graph, types, placement, prepared, notes);
    floatArithmetic.addAll(transposedConvolutions(graph, taken));
    int stored = storeWeights(graph, format, floatArithmetic);
    int tables = Embeddings.quantize(graph, step.nodes());
    if (placement.integer().isEmpty() && floatArithmetic.isEmpty() && tables == 0) {
      throw new UnusableModelException(
          "no node to quantize: the recipe takes no Conv, Gemm, MatMul, ConvTranspose or Gather"
              + " with constant weights");
    }
    tell(notes, placement, floatArithmetic, stored, tables);
    Map<String, Range> ranges =
        ActivationRanges.find(
            prepared,
            new LinkedHashSet<>(placement.quantized().values()),
            samples,
            step.calibration(),
            progress);
    new QdqWriter(graph, placement, ranges, format).write();
    OnnxModel written = model;
    if (step.form().notation() == Notation.QOPERATOR) {
      new QOperatorWriter(graph).merge(placement.integer());
      written = model.withOpset(NumberFormat.MICROSOFT, 1);
    } else if (!format.pairDomain().isEmpty()) {
      written = model.withOpset(format.pairDomain(), 1);
    }
    return written.with(graph.withoutValueInfo());
  }

  /** Takes out of the placement what integers would make slower; gives what has weights of it. */
  private List<Node> withdrawIslands(
      Graph graph, ValueTypes types, Placement placement, OnnxModel prepared, List<String> notes) {
    List<Node> withdrawn = new ArrayList<>();
    boolean wide = step.form().activations().bits() == 16; // asked for another machine than this
    if (step.form().islands() == Islands.KEEP || wide) {
      return withdrawn;
    }
    Map<String, Long> seen = elements(prepared, IntegerIslands.untold(types, placement));
    IntegerIslands islands = new IntegerIslands(graph, types, placement, seen);
    List<Set<Node>> all = islands.all();
    int removed = 0;
    for (Set<Node> island : all) {
      if (!islands.pays(island)) {
        placement.withdraw(island);
        island.stream().filter(Operators::multiplies).forEach(withdrawn::add);
        removed++;
      }
    }
    if (removed > 0) {
      notes.add(
          "%d of %d integer islands removed, as converting at their edges would cost more than they save: %d nodes compute in floats with 8-bit weights"
              .formatted(removed, all.size(), withdrawn.size()));
    }
    return withdrawn;
  }

  /** How many elements tensors have on the first calibration sample. */
  private Map<String, Long> elements(OnnxModel prepared, Set<String> tensors) {
    Map<String, Long> elements = new HashMap<>();
    if (!tensors.isEmpty()) {
      try (Taps taps = new Taps(prepared, tensors, Optimization.BASIC)) {
        taps.run(samples.get(0))
            .forEach(
                (name, tensor) ->
                    elements.put(name, (long) tensor.elements().limit() / tensor.type().bytes()));
      }
    }
    return elements;
  }

  /**
   * ONNX Runtime has no integer ConvTranspose on the CPU: quantized activations would cost time and
   * gain nothing, but weights in 8 bits make the file small.
   */
  private static List<Node> transposedConvolutions(Graph graph, TakenNodes taken) {
    return graph.nodes().stream()
        .filter(n -> n.is("ConvTranspose") && taken.contains(n))
        .filter(n -> floats(graph, n).isPresent())
        .toList();
  }

  private static Optional<Constant> floats(Graph graph, Node node) {
    return graph
        .initializer(node.input(1))
        .filter(w -> w.type() == OnnxType.FLOAT && w.shape().length >= 2);
  }

  private static int storeWeights(Graph graph, NumberFormat format, List<Node> nodes) {
    int stored = 0;
    for (Node node : nodes) {
      Optional<Constant> weights = floats(graph, node).filter(w -> w.size() >= SMALLEST_STORED);
      if (weights.isPresent()) {
        QuantizedWeights quantized = format.storedWeights(node, weights.get());
        node.setInput(1, WeightStore.forFloats(graph, weights.get().name(), quantized));
        stored++;
      }
    }
    return stored;
  }

  private void tell(
      List<String> notes, Placement placement, List<Node> floatArithmetic, int stored, int tables) {
    notes.add(
        placement.integer().size() + " nodes on " + step.form().activations().bits() + " bits");
    if (stored > 0) {
      notes.add(stored + " nodes with 8-bit weights in float arithmetic");
    }
    if (tables > 0) {
      notes.add(tables + " tables in 8 bits");
    }
    if (sevenBits) {
      notes.add("weights in 7 bits");
    }
    if (step.form().activations().bits() == 16) {
      notes.add("ONNX Runtime's CPU kernels convert 16-bit activations and compute in floats");
    }
    List<Node> left = new ArrayList<>(placement.leftAlone());
    left.removeAll(floatArithmetic);
    if (!left.isEmpty()) {
      String names =
          String.join(", ", left.stream().map(Node::label).limit(NAMES_IN_NOTE).toList());
      String more =
          left.size() > NAMES_IN_NOTE ? " and " + (left.size() - NAMES_IN_NOTE) + " more" : "";
      notes.add("left in float: " + names + more);
    }
  }
}
