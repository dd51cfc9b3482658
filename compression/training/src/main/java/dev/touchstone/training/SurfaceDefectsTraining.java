package dev.touchstone.training;

import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains the model of the embedded default from nothing, and writes its card.
 *
 * <p>Every image is drawn as it is needed; few are seen twice, so there is nothing to overfit.
 */
public final class SurfaceDefectsTraining {

  /** Seed of the images that are trained on. */
  public static final long TRAINING_SEED = 1001;

  /** Seed of the images that the model is evaluated on: those of the bundled scenario. */
  public static final long EVALUATION_SEED = 2;

  private static final int TRAINING_IMAGES = 400_000;
  private static final int EVALUATION_IMAGES = 10_000;
  private static final long WEIGHT_SEED = 1;

  /**
   * How the committed model was trained. Cracks are shown more than twice as often as they are, so
   * that the rare class is learned at all; the others keep their proportions.
   */
  public static final TrainingSettings SETTINGS =
      new TrainingSettings(
          1, 1200, 64, 3e-3, new Schedule.Cosine(0.05), 1e-5, showingTheRareClass(0.08));

  private SurfaceDefectsTraining() {}

  private static List<Double> showingTheRareClass(double share) {
    double others = (1 - share) / 0.97;
    return List.of(
        0.37 * others, 0.15 * others, 0.15 * others, 0.15 * others, 0.15 * others, share);
  }

  /**
   * Trains, evaluates, and writes {@code surface-defects.onnx} and {@code surface-defects.card.md}.
   *
   * @param outFolder is created when needed
   * @throws UncheckedIOException if the folder cannot be written
   * @throws IllegalStateException if libtorch is missing on this machine, or the training diverges
   */
  public static TrainingResult train(Path outFolder, TrainingSettings settings, Progress progress) {
    return train(outFolder, settings, EVALUATION_IMAGES, progress);
  }

  static TrainingResult train(
      Path outFolder, TrainingSettings settings, int evaluationImages, Progress progress) {
    Torch.prepare(settings.seed());
    OnnxModel untrained = SurfaceNetwork.untrained(WEIGHT_SEED);
    Examples images = new SurfaceExamples(new SurfaceDefects(TRAINING_SEED, TRAINING_IMAGES));
    List<Double> losses;
    OnnxModel trained;
    try (Network network = new Network(untrained)) {
      losses = new Trainer(settings, progress).fit(network, images);
      trained = network.trained();
    }
    Examples unseen = new SurfaceExamples(new SurfaceDefects(EVALUATION_SEED, evaluationImages));
    Evaluation evaluation = Evaluation.of(trained, unseen, SurfaceDefects.CLASSES.size(), progress);
    return write(outFolder, trained, settings, losses, evaluation);
  }

  private static TrainingResult write(
      Path folder,
      OnnxModel trained,
      TrainingSettings settings,
      List<Double> losses,
      Evaluation evaluation) {
    Path model = folder.resolve("surface-defects.onnx");
    Path card = folder.resolve("surface-defects.card.md");
    try {
      Files.createDirectories(folder);
      trained.write(model);
      String sha256 = ModelFiles.of(model).sha256();
      TrainingResult result = new TrainingResult(model, card, sha256, losses, evaluation);
      Files.writeString(card, new ModelCard(trained, settings, result).markdown());
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trained model to " + folder, e);
    }
  }
}
