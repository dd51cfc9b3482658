package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.List;

/**
 * What a step made of a model.
 *
 * @param model after the step
 * @param notes what a reader should know, such as nodes that were left alone and why
 * @param appendices files that tell more than a note can
 */
public record StepOutcome(OnnxModel model, List<String> notes, List<Appendix> appendices) {

  /** Copies the lists. */
  public StepOutcome {
    notes = List.copyOf(notes);
    appendices = List.copyOf(appendices);
  }

  /** An outcome that notes tell all about. */
  public StepOutcome(OnnxModel model, List<String> notes) {
    this(model, notes, List.of());
  }
}
