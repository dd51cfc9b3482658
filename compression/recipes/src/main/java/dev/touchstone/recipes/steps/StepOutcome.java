package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.scenarios.Step;
import java.util.List;

/**
 * What a step made of a model.
 *
 * @param model after the step
 * @param notes what a reader should know, such as nodes that were left alone and why
 * @param appendices files that tell more than a note can
 * @param found steps that would have given the same model at once, if this one had to search for
 *     it; a recipe of them is kept beside the candidate
 */
public record StepOutcome(
    OnnxModel model, List<String> notes, List<Appendix> appendices, List<Step> found) {

  /** Copies the lists. */
  public StepOutcome {
    notes = List.copyOf(notes);
    appendices = List.copyOf(appendices);
    found = List.copyOf(found);
  }

  /** An outcome of a step that did not have to search. */
  public StepOutcome(OnnxModel model, List<String> notes, List<Appendix> appendices) {
    this(model, notes, appendices, List.of());
  }

  /** An outcome that notes tell all about. */
  public StepOutcome(OnnxModel model, List<String> notes) {
    this(model, notes, List.of());
  }

  /** A model that a step could not treat, as it was, with the reason in the notes. */
  static StepOutcome untouched(OnnxModel model, UnusableModelException reason) {
    return new StepOutcome(model, List.of("left untouched: " + reason.getMessage()));
  }
}
