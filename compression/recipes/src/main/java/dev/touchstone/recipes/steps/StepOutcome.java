package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.List;

/**
 * What a step made of a model.
 *
 * @param model after the step
 * @param notes what a reader should know, such as nodes that were left alone and why
 */
public record StepOutcome(OnnxModel model, List<String> notes) {

  /** Copies the notes. */
  public StepOutcome {
    notes = List.copyOf(notes);
  }
}
