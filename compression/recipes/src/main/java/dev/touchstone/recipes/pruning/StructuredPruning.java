package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.anatomy.Cost;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.pruning.Selection.Contender;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.PruneStructured;
import dev.touchstone.scenarios.PruneStructured.Compensation;
import dev.touchstone.scenarios.PruneStructured.Importance;
import dev.touchstone.scenarios.PruneStructured.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes whole units out of a model, in iterations, until the ratio is reached or control stops. */
public final class StructuredPruning {

  private static final int TOLD = 6;

  private final PruneStructured step;
  private final Optional<ModelInputs> samples;
  private final Progress progress;
  private final List<String> notes = new ArrayList<>();
  private final GroupTable table = new GroupTable();

  /**
   * Prepares a pruning.
   *
   * @param samples calibration samples, if there are any
   */
  public StructuredPruning(PruneStructured step, Optional<ModelInputs> samples, Progress progress) {
    this.step = step;
    this.samples = samples;
    this.progress = progress;
  }

  /**
   * What came out.
   *
   * @param notes what went and what was left alone, and why
   * @param table every group of units, as CSV
   */
  public record Result(OnnxModel model, List<String> notes, String table) {

    /** Copies the notes. */
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /** Whether calibration samples are needed. */
  public static boolean needsSamples(PruneStructured step) {
    return step.ranking().importance() == Importance.ACTIVATION
        || step.ranking().compensation() == Compensation.LEAST_SQUARES
        || step.units().contains(Part.BLOCKS)
        || !(step.schedule().control() instanceof PruneStructured.Control.None);
  }

  /**
   * Prunes a model.
   *
   * @throws UnusableModelException if ONNX Runtime refuses the model, or samples are needed and
   *     there are none
   */
  public Result apply(OnnxModel reference) {
    if (needsSamples(step) && samples.isEmpty()) {
      throw new UnusableModelException("needs calibration data, and the scenario has none");
    }
    OnnxModel prepared = prepared(reference);
    Control control = Control.of(step.schedule().control(), prepared, samples);
    OnnxModel model = prepared;
    if (step.units().contains(Part.BLOCKS)) {
      ResidualBlocks.Result blocks =
          ResidualBlocks.drop(model, step.ratio(), step.nodes(), samples.orElseThrow(), progress);
      model = blocks.model();
      notes.addAll(blocks.notes());
    }
    if (step.units().stream().anyMatch(u -> u != Part.BLOCKS)) {
      model = iterate(model, control);
    }
    Cost before = Cost.of(prepared);
    Cost after = Cost.of(model);
    notes.add(0, before + " before; " + after + " after");
    notes.addAll(table.notes(TOLD));
    return new Result(model, notes, table.csv());
  }

  /** Constants as initializers that nobody overrides, and no types that edits make wrong. */
  private static OnnxModel prepared(OnnxModel model) {
    Graph graph = model.graph();
    List<Node> constants = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.is("Constant") && !graph.outputNames().contains(node.output(0))) {
        graph
            .constant(node.output(0))
            .ifPresent(
                value -> {
                  graph.put(value);
                  constants.add(node);
                });
      }
    }
    graph.remove(constants);
    graph.fixInitializers();
    ownRows(graph);
    graph.sort();
    return model.with(graph.withoutValueInfo()).withIrVersionAtLeast(4);
  }

  /**
   * Gives every node its own bias: equal ones, such as zeros, may be one tensor that says nothing
   * of the layers that read it, and would tie their channels to each other.
   */
  private static void ownRows(Graph graph) {
    graph
        .consumers()
        .forEach(
            (name, readers) ->
                graph
                    .initializer(name)
                    .filter(row -> row.type().isReal() && row.shape().length == 1)
                    .ifPresent(row -> readers.stream().skip(1).forEach(r -> own(graph, r, row))));
  }

  private static void own(Graph graph, Node reader, Constant row) {
    String name = graph.freshName(row.name() + ".own");
    graph.put(row.renamed(name));
    reader.redirect(row.name(), name);
  }

  private OnnxModel iterate(OnnxModel start, Control control) {
    int iterations = step.schedule().iterations();
    Map<String, Integer> original = new HashMap<>();
    OnnxModel model = start;
    for (int i = 1; i <= iterations; i++) {
      progress.at("pruning", i - 1, iterations);
      double ratio = step.ratio() * i / iterations;
      OnnxModel next = iteration(model, ratio, original);
      Optional<String> stop = control.objection(next);
      if (stop.isPresent()) {
        notes.add(
            "iteration %d of %d (%s of the units) taken back: %s"
                .formatted(i, iterations, percent(ratio), stop.get()));
        table.takeBack();
        break;
      }
      String iteration = "iteration " + i + ": ";
      control.last().ifPresent(measured -> notes.add(iteration + measured));
      model = next;
    }
    progress.at("pruning", iterations, iterations);
    return model;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g %%", share * 100);
  }

  private OnnxModel iteration(OnnxModel model, double ratio, Map<String, Integer> original) {
    CouplingRules.Result rules = CouplingRules.of(model);
    List<UnitGroup> groups = UnitGroup.find(rules);
    List<UnitGroup> open = new ArrayList<>();
    table.begin();
    for (UnitGroup group : groups) {
      original.putIfAbsent(group.identity(), group.units().size());
      Optional<String> reason = refusal(group);
      if (reason.isEmpty()) {
        open.add(group);
      } else {
        table.leave(group, reason.get());
      }
    }
    UnitImportance importance =
        new UnitImportance(
            step.ranking().importance(), model, rules.coupling(), meanSquares(model, open));
    List<Contender> contenders = new ArrayList<>();
    for (UnitGroup group : open) {
      importance
          .of(group)
          .ifPresentOrElse(
              values ->
                  contenders.add(
                      new Contender(
                          group,
                          original.getOrDefault(group.identity(), 0),
                          Arrays.stream(values).boxed().toList())),
              () -> table.leave(group, "its weights are not known"));
    }
    Set<Integer> removed =
        new Selection(step.rounding()).remove(contenders, ratio, step.ranking().scope());
    return remove(model, rules, contenders, removed);
  }

  private Optional<String> refusal(UnitGroup group) {
    if (group.reason().isPresent()) {
      return group.reason();
    }
    if (!step.units().contains(group.part())) {
      return Optional.of(
          "units of the kind " + GroupTable.word(group.part()) + " were not asked for");
    }
    return group.isTaken(step.nodes())
        ? Optional.empty()
        : Optional.of("include or exclude leaves one of its layers out");
  }

  private Map<TensorAxis, double[]> meanSquares(OnnxModel model, List<UnitGroup> groups) {
    if (step.ranking().importance() != Importance.ACTIVATION) {
      return Map.of();
    }
    List<TensorAxis> axes =
        groups.stream()
            .flatMap(g -> g.readers().stream())
            .map(LayerSide::activation)
            .distinct()
            .toList();
    return MeanSquares.of(model, axes, samples.orElseThrow(), progress);
  }

  /**
   * Takes units out; should the runtime refuse the result, group by group, without the culprits.
   */
  private OnnxModel remove(
      OnnxModel model,
      CouplingRules.Result rules,
      List<Contender> contenders,
      Set<Integer> removed) {
    Coupling coupling = rules.coupling();
    OnnxModel pruned = Surgery.remove(model, coupling, removed);
    Set<Integer> accepted = removed;
    if (refusal(pruned).isPresent()) {
      accepted = new HashSet<>();
      for (Contender contender : contenders) {
        Set<Integer> tried = new HashSet<>(accepted);
        contender.group().units().stream().filter(removed::contains).forEach(tried::add);
        Optional<String> refusal = refusal(Surgery.remove(model, coupling, tried));
        if (refusal.isEmpty()) {
          accepted = tried;
        } else {
          table.leave(contender.group(), refusal.get());
        }
      }
      pruned = Surgery.remove(model, coupling, accepted);
    }
    if (step.ranking().compensation() == Compensation.LEAST_SQUARES) {
      OnnxModel aware =
          Reconstruction.apply(model, rules, accepted, samples.orElseThrow(), progress);
      pruned = Surgery.remove(aware, coupling, accepted);
    }
    for (Contender contender : contenders) {
      table.record(contender, accepted);
    }
    return pruned;
  }

  private static Optional<String> refusal(OnnxModel model) {
    try {
      new Session(model, Optimization.ALL).close();
      return Optional.empty();
    } catch (UnusableModelException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Names of layers, not too many of them. */
  static String some(List<String> labels) {
    String named = labels.stream().limit(TOLD).collect(Collectors.joining(", "));
    return labels.size() > TOLD ? named + " and " + (labels.size() - TOLD) + " more" : named;
  }
}
