package dev.touchstone.cli;

import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import dev.touchstone.training.Evaluation;
import dev.touchstone.training.SurfaceDefectsTraining;
import dev.touchstone.training.Torch;
import dev.touchstone.training.TrainingResult;
import dev.touchstone.training.TrainingSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Trains the model of the embedded default from nothing and writes it with its card. The"
            + " same command with the same seed rebuilds the model that comes with Touchstone.")
final class TrainCommand implements Callable<Integer> {

  private static final String ONLY = "surface-defects";

  @Parameters(paramLabel = "MODEL", description = "What to train: surface-defects.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for model and card (default: touchstone-out/train-<model>).")
  private Path out = Path.of("touchstone-out", "train-" + ONLY);

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates of the weights (default: those of the model that comes along).")
  private Optional<Integer> steps = Optional.empty();

  @Override
  public Integer call() {
    if (!name.equals(ONLY)) {
      throw new RejectedException("\"" + name + "\" cannot be trained; only " + ONLY + " can");
    }
    Torch.missing()
        .ifPresent(
            why -> {
              throw new RejectedException(
                  "libtorch cannot be used: "
                      + why
                      + "; start \"./touchstone train\" from a checkout, which fetches it, on an"
                      + " x86-64 machine");
            });
    TrainingResult result;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      result = SurfaceDefectsTraining.train(out, settings(), progress);
    }
    print(result);
    return ExitCode.PASS.number();
  }

  private TrainingSettings settings() {
    TrainingSettings standard = SurfaceDefectsTraining.SETTINGS;
    int count = steps.orElse(standard.steps());
    if (count < 1) {
      throw new RejectedException("--steps: \"" + count + "\" must be at least 1");
    }
    return standard.withSteps(count);
  }

  private static void print(TrainingResult result) {
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Evaluation evaluation = result.evaluation();
    console.printf(
        Locale.ROOT,
        "%s: top1 %.2f %% of %,d images%n",
        result.model(),
        evaluation.top1() * 100,
        evaluation.samples());
    for (int i = 0; i < evaluation.classes().size(); i++) {
      Evaluation.ClassCount count = evaluation.classes().get(i);
      console.printf(
          Locale.ROOT,
          "  recall of %-10s %6.2f %% of %,d%n",
          SurfaceDefects.CLASSES.get(i),
          count.recall() * 100,
          count.samples());
    }
    console.println("  sha256 " + result.sha256());
    console.println("  card   " + result.card());
  }
}
