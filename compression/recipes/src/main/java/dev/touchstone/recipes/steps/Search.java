package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.search.MixedPrecision;
import dev.touchstone.recipes.search.Quantizer;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.SearchMixedPrecision;
import java.util.List;
import java.util.Optional;

/** Carries {@code search} out: what it finds is an ordinary quantization with an exclude list. */
record Search(SearchMixedPrecision step) implements StepWork {

  @Override
  public String name() {
    return "search mixed-precision";
  }

  @Override
  public boolean calibrates() {
    return true;
  }

  @Override
  public Optional<NodeFilter> quantizes() {
    return Optional.of(NodeFilter.ALL);
  }

  @Override
  public String targetDecides(TargetCpu target) {
    return StepWork.of(step.quantize()).targetDecides(target);
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    // trials report through the search's own progress
    Quantizer quantizer = (nodes, samples) -> quantized(model, nodes, samples, bench);
    MixedPrecision.Found found =
        new MixedPrecision(step, quantizer, bench.calibration(), bench.data(), bench.progress())
            .search(model, Quantize.floatForm(model));
    return new StepOutcome(
        found.model(),
        found.notes(),
        List.of(
            new Appendix("sensitivity.csv", found.table()),
            new Appendix("sensitivity.svg", found.picture())),
        List.of(step.quantize(found.nodes())));
  }

  private OnnxModel quantized(
      OnnxModel model, NodeFilter nodes, ModelInputs samples, Workbench bench) {
    Workbench quiet =
        new Workbench(
            Optional.of(samples), bench.target(), Progress.NONE, bench.data(), bench.originals());
    return StepWork.of(step.quantize(nodes)).apply(model, quiet).model();
  }
}
