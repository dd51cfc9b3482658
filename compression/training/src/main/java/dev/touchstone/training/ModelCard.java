package dev.touchstone.training;

import ai.onnxruntime.OrtEnvironment;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;

/** What is to be known about the trained model of the embedded default; no clock goes into it. */
record ModelCard(OnnxModel model, TrainingSettings settings, TrainingResult result) {

  String markdown() {
    return """
        # surface-defects.onnx

        Tells what is wrong with a piece of machined metal. Made by, and rebuilt with:

            ./touchstone train surface-defects

        | | |
        |---|---|
        | input | `image` [N, 1, 64, 64] float32 = (grey - 0.4) * 4, grey in [0, 1] |
        | output | `logits` [N, 6]: %s |
        | operators | %s |
        | parameters | %d |
        | file | %d bytes, SHA-256 `%s` |
        | ONNX | opset %d, IR version %d |

        ## Training

        | | |
        |---|---|
        | images | drawn by the generator, seed %d, never stored |
        | steps | %d of %d images |
        | share of each class in the batches | %s |
        | optimizer | Adam, peak learning rate %s, weight decay %s |
        | learning rate | %s |
        | loss | cross-entropy; %s |
        | seed of the order | %d |
        | tools | libtorch %s, one thread; ONNX Runtime %s |

        On one machine a second run gives the same file. On another CPU libtorch may add in another
        order: the weights then differ in their last digits, and top1 stays within 0.5 points.

        ## Quality

        On %d images of seed %d, carried out by ONNX Runtime: top1 **%s**.

        | class | images | recall |
        |---|---|---|
        %s"""
        .formatted(
            String.join(", ", SurfaceDefects.CLASSES),
            operators(),
            parameters(),
            model.bytes(),
            result.sha256(),
            model.opset(),
            model.irVersion(),
            SurfaceDefectsTraining.TRAINING_SEED,
            settings.steps(),
            settings.batch(),
            settings.classShares().stream()
                .map(ModelCard::percent)
                .collect(Collectors.joining(", ")),
            settings.peakLearningRate(),
            settings.weightDecay(),
            settings.schedule(),
            losses(),
            settings.seed(),
            torchVersion(),
            OrtEnvironment.getEnvironment().getVersion(),
            result.evaluation().samples(),
            SurfaceDefectsTraining.EVALUATION_SEED,
            percent(result.evaluation().top1()),
            recalls());
  }

  private static String torchVersion() {
    try {
      return String.valueOf(Loader.getVersion("org.bytedeco", "pytorch"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version of libtorch from the class path", e);
    }
  }

  private String operators() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    model.graph().nodes().forEach(n -> counts.merge(n.type(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private long parameters() {
    return model.graph().initializers().values().stream().mapToLong(Constant::size).sum();
  }

  private String losses() {
    List<Double> losses = result.losses();
    int part = Math.min(100, losses.size());
    return "mean of the first "
        + part
        + " steps "
        + mean(losses.subList(0, part))
        + ", of the last "
        + mean(losses.subList(losses.size() - part, losses.size()));
  }

  private static String mean(List<Double> losses) {
    double mean = losses.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    return String.format(Locale.ROOT, "%.3f", mean);
  }

  private String recalls() {
    StringBuilder rows = new StringBuilder();
    for (int c = 0; c < SurfaceDefects.CLASSES.size(); c++) {
      Evaluation.ClassCount count = result.evaluation().classes().get(c);
      String row = "| %s | %d | %s |";
      String name = SurfaceDefects.CLASSES.get(c);
      rows.append(row.formatted(name, count.samples(), percent(count.recall()))).append('\n');
    }
    return rows.toString();
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", fraction * 100);
  }
}
