package dev.touchstone.kernels;

import dev.touchstone.recipes.CalibrationSamples;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.Lineage;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Datasets;
import dev.touchstone.scenarios.data.ManifestReader;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.worker.MeasuredCall;
import dev.touchstone.worker.protocol.RuntimeSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What recipes make of models: compresses, evaluates and times them, and writes a Markdown table
 * with what each step did below it.
 *
 * <pre>
 *   FOLDER/NAME/model.onnx         in floats
 *   FOLDER/NAME/calibration.yaml   data manifest
 *   FOLDER/NAME/evaluation.yaml    data manifest with classes
 *   FOLDER/NAME/peer.onnx          and other models to compare with, if there are any
 * </pre>
 *
 * Times are medians of single calls on one thread, interleaved in rounds, as shares of the float
 * model's; a class's points are its recall against the float model's.
 */
public final class RecipeTable {

  private static final int CALIBRATION_SAMPLES = 300;
  private static final int ROUNDS = 41;
  private static final long ROUND_NANOS = 20_000_000;

  private final PrintStream out;
  private final List<String> notes = new ArrayList<>();

  private RecipeTable(PrintStream out) {
    this.out = out;
  }

  /**
   * Writes the table to standard output.
   *
   * @param arguments the folder, and names or files of recipes
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments.length < 2) {
      out.println("usage: RecipeTable FOLDER RECIPE...");
      return;
    }
    List<String> recipes = List.of(arguments).subList(1, arguments.length);
    new RecipeTable(out)
        .write(Path.of(arguments[0]), recipes.stream().map(RecipeReader::read).toList());
  }

  /** A model and what it is called in the table. */
  private record Arm(String name, Path file) {}

  /** Right answers, and right answers among the samples of each class. */
  private record Score(int right, int samples, List<Double> recall) {

    /** The largest loss of recall of a class, in points. */
    double worstLoss(Score reference) {
      double worst = 0;
      for (int c = 0; c < recall.size(); c++) {
        worst = Math.min(worst, recall.get(c) - reference.recall.get(c));
      }
      return 100 * worst;
    }
  }

  private void write(Path folder, List<Recipe> recipes) {
    out.println("| model | made by | bytes | right answers | worst class, points | time |");
    out.println("|---|---|---|---|---|---|");
    for (Path model : list(folder)) {
      if (Files.exists(model.resolve("model.onnx"))) {
        rows(model, recipes);
      }
    }
    out.println();
    notes.forEach(out::println);
  }

  private void rows(Path folder, List<Recipe> recipes) {
    try (TemporaryFolder scratch = TemporaryFolder.create()) {
      print(folder, arms(folder, recipes, scratch.path()));
    }
  }

  private List<Arm> arms(Path folder, List<Recipe> recipes, Path scratch) {
    List<Arm> arms = new ArrayList<>();
    arms.add(new Arm("floats", folder.resolve("model.onnx")));
    for (Recipe recipe : recipes) {
      Dataset calibration = dataset(folder.resolve("calibration.yaml"));
      Candidate candidate =
          new Compressor(scratch, "table")
              .compress(
                  arms.get(0).file(),
                  recipe,
                  Optional.of(new CalibrationSamples(calibration, CALIBRATION_SAMPLES)),
                  Set.of(),
                  Progress.NONE);
      arms.add(new Arm(recipe.name(), candidate.file()));
      for (Lineage.StepRecord step : candidate.lineage().steps()) {
        notes.add("- " + folder.getFileName() + ", " + recipe.name() + ", " + step);
      }
    }
    for (Path other : list(folder)) {
      String name = String.valueOf(other.getFileName());
      if (name.endsWith(".onnx") && !name.equals("model.onnx")) {
        arms.add(new Arm(name.substring(0, name.length() - ".onnx".length()), other));
      }
    }
    return arms;
  }

  private void print(Path folder, List<Arm> arms) {
    Dataset evaluation = dataset(folder.resolve("evaluation.yaml"));
    Map<Arm, Double> medians = medians(arms);
    List<Score> scores = arms.stream().map(arm -> score(arm.file(), evaluation)).toList();
    for (int i = 0; i < arms.size(); i++) {
      Arm arm = arms.get(i);
      Score score = scores.get(i);
      out.printf(
          Locale.ROOT,
          "| %s | %s | %,d | %d of %d | %.1f | %.3f |%n",
          folder.getFileName(),
          arm.name(),
          OnnxModel.read(arm.file()).bytes(),
          score.right(),
          score.samples(),
          score.worstLoss(scores.get(0)),
          medians.getOrDefault(arm, Double.NaN) / medians.getOrDefault(arms.get(0), Double.NaN));
    }
  }

  private static Score score(Path file, Dataset data) {
    OnnxModel model = OnnxModel.read(file);
    Labels.Classes labels =
        data.labels()
            .filter(Labels.Classes.class::isInstance)
            .map(Labels.Classes.class::cast)
            .orElseThrow(() -> new IllegalArgumentException("evaluation.yaml has no classes"));
    ModelInputs inputs = ModelInputs.of(model, data, data.size());
    int[] right = new int[labels.names().size()];
    int[] samples = new int[right.length];
    try (Session session = new Session(model, Optimization.ALL)) {
      for (int i = 0; i < inputs.count(); i++) {
        FloatBuffer scores =
            session.run(inputs.get(i)).values().iterator().next().elements().asFloatBuffer();
        samples[labels.at(i)]++;
        right[labels.at(i)] += largest(scores) == labels.at(i) ? 1 : 0;
      }
    }
    List<Double> recall = new ArrayList<>();
    for (int c = 0; c < right.length; c++) {
      recall.add(samples[c] == 0 ? 1 : (double) right[c] / samples[c]);
    }
    return new Score(Arrays.stream(right).sum(), inputs.count(), recall);
  }

  private static int largest(FloatBuffer scores) {
    int best = 0;
    for (int c = 1; c < scores.limit(); c++) {
      best = scores.get(c) > scores.get(best) ? c : best;
    }
    return best;
  }

  /** Median time of a call in nanoseconds; every round calls each model in turn. */
  private static Map<Arm, Double> medians(List<Arm> arms) {
    Map<Arm, MeasuredCall> calls = new LinkedHashMap<>();
    Map<Arm, List<Long>> times = new LinkedHashMap<>();
    for (Arm arm : arms) {
      calls.put(arm, MeasuredCall.open(arm.file(), RuntimeSettings.DEFAULT));
    }
    for (int round = 0; round < ROUNDS; round++) {
      boolean warmup = round == 0;
      calls.forEach(
          (arm, call) -> {
            long spent = 0;
            while (spent < ROUND_NANOS) {
              long nanos = call.timed();
              spent += nanos;
              if (!warmup) {
                times.computeIfAbsent(arm, a -> new ArrayList<>()).add(nanos);
              }
            }
          });
    }
    calls.values().forEach(MeasuredCall::close);
    Map<Arm, Double> medians = new LinkedHashMap<>();
    times.forEach(
        (arm, all) -> {
          all.sort(null);
          medians.put(arm, (double) all.get(all.size() / 2));
        });
    return medians;
  }

  private static Dataset dataset(Path manifest) {
    return Datasets.open(ManifestReader.read(manifest, Map.of()));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
