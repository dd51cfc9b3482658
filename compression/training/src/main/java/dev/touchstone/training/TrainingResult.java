package dev.touchstone.training;

import java.nio.file.Path;
import java.util.List;

/**
 * What a training left behind.
 *
 * @param model the trained ONNX file
 * @param card what is to be known about it, in Markdown
 * @param sha256 of the model, lower-case hexadecimal
 * @param losses of each step
 * @param evaluation on samples that were not trained on
 */
public record TrainingResult(
    Path model, Path card, String sha256, List<Double> losses, Evaluation evaluation) {

  /** Copies the losses. */
  public TrainingResult {
    losses = List.copyOf(losses);
  }
}
