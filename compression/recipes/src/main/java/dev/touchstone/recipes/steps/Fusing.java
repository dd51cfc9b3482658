package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.RuntimeOptimizer;
import dev.touchstone.scenarios.Fuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets ONNX Runtime join operators, and keeps the result only if it runs on any CPU and computes
 * the same.
 *
 * @param step what the recipe asks for
 */
record Fusing(Fuse step) implements StepWork {

  /** Fused kernels add in another order, and some use an approximation of erf or exp. */
  private static final double BOUND = 1e-3;

  /**
   * Domains of ONNX Runtime whose operators any CPU has; its others, such as {@code
   * com.microsoft.nchwc}, are made for the machine that wrote the file.
   */
  private static final String PORTABLE = "com.microsoft";

  @Override
  public String name() {
    return "fuse";
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    Optimization level =
        step.level() == Fuse.Level.BASIC ? Optimization.BASIC : Optimization.EXTENDED;
    OnnxModel fused;
    try {
      fused = RuntimeOptimizer.optimize(model, level).withoutUnusedOpsets(model);
    } catch (UnusableModelException e) {
      return new StepOutcome(model, List.of("left the model as it was: " + e.getMessage()));
    }
    Map<String, Long> before = counts(model);
    Map<String, Long> after = counts(fused);
    List<String> foreign =
        after.keySet().stream()
            .filter(type -> !before.containsKey(type) && !isPortable(type))
            .toList();
    if (!foreign.isEmpty()) {
      return new StepOutcome(
          model,
          List.of(
              "left the model as it was: ONNX Runtime gave operators of one machine " + foreign));
    }
    return new Equivalence(BOUND).judge(model, new StepOutcome(fused, notes(before, after)), bench);
  }

  private static boolean isPortable(String type) {
    int colon = type.indexOf(':');
    return colon < 0 || type.substring(0, colon).equals(PORTABLE);
  }

  /** How often each operator occurs, in subgraphs too; those of other domains as domain:type. */
  private static Map<String, Long> counts(OnnxModel model) {
    return model.operators().stream()
        .collect(
            Collectors.groupingBy(
                o -> o.domain().isEmpty() ? o.type() : o.domain() + ":" + o.type(),
                TreeMap::new,
                Collectors.counting()));
  }

  private static List<String> notes(Map<String, Long> before, Map<String, Long> after) {
    List<String> made = new ArrayList<>();
    after.forEach(
        (type, count) -> {
          long more = count - before.getOrDefault(type, 0L);
          if (more > 0) {
            made.add(more + " " + type);
          }
        });
    return made.isEmpty() ? List.of() : List.of("made " + String.join(", ", made));
  }
}
