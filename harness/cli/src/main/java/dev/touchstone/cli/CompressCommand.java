package dev.touchstone.cli;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CardSection;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.Lineage;
import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Payoff;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.review.CalibrationReview;
import dev.touchstone.runner.job.CardCopy;
import dev.touchstone.runner.job.CardSections;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Rebuild;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.scenarios.CalibrationSet;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.scenarios.data.DataManifest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "compress",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Applies a recipe to a model and writes the result, and beside it a card that says what was"
            + " done, whether it paid in the file, and what was checked. Measures nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone compress model.onnx --recipe int8-dynamic --out int8.onnx",
      "  touchstone compress model.onnx --recipe int8-static --data calibration.yaml --out"
          + " int8.onnx",
      "",
      "The card of int8.onnx is int8.card.md. \"touchstone profile show P\" tells which recipe is",
      "recommended for a profile."
    })
final class CompressCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "ONNX model.")
  private Path model = Path.of("");

  @Option(
      names = "--recipe",
      required = true,
      paramLabel = "R",
      completionCandidates = BundledRecipes.class,
      description = "Name of a bundled recipe (${COMPLETION-CANDIDATES}) or a recipe file.")
  private String recipe = "";

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      completionCandidates = ManifestsToComplete.class,
      description =
          "Data that static quantization calibrates on: a manifest file or the name of a bundled"
              + " one.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--samples",
      defaultValue = "300",
      paramLabel = "N",
      description = "How many of them to use (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--evaluation",
      paramLabel = "MANIFEST",
      completionCandidates = ManifestsToComplete.class,
      description =
          "Data that the candidate will be judged on; the card then says whether the calibration"
              + " data is like it.")
  private Optional<Path> evaluation = Optional.empty();

  @Option(
      names = "--profile",
      defaultValue = Profiles.DEFAULT,
      paramLabel = "P",
      completionCandidates = ProfilesToComplete.class,
      description = "Hardware that the candidate is for (default: ${DEFAULT-VALUE}).")
  private String profile = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.")
  private Path out = Path.of("");

  @Mixin private Variables variables = new Variables();

  @Override
  public Integer call() {
    if (!Files.isRegularFile(model)) {
      throw new RejectedException("\"" + model + "\" is no file; name an ONNX model");
    }
    if (Files.isDirectory(out)) {
      throw new RejectedException("--out: \"" + out + "\" is a folder; name the file to write");
    }
    if (samples < 1) {
      throw new RejectedException("--samples: \"" + samples + "\" must be at least 1");
    }
    Recipe steps = RecipeReader.read(recipe);
    if (data.isEmpty() && Compressor.needsCalibration(steps)) {
      throw new RejectedException(
          "\"" + steps.name() + "\" calibrates, which needs data; add --data MANIFEST");
    }
    Optional<CalibrationSet> calibration =
        data.map(given -> new CalibrationSet(Manifests.read(given, variables.values()), samples));
    Candidate candidate;
    List<Payoff> payoff;
    Optional<CalibrationReview> review;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      Workshop workshop = Workshop.in(Folders.of(System.getenv()), progress);
      candidate = workshop.compress(model, steps, calibration, Profiles.read(profile));
      review = review(workshop, steps, calibration);
      payoff = payoff(candidate);
    }
    ModelCopy.requireName(candidate.file(), out);
    List<Path> beside =
        Undivided.run(
            () -> {
              ModelCopy.write(candidate.file(), out);
              return CardCopy.beside(candidate, out, sections(steps, calibration, review));
            });
    print(candidate, payoff, beside);
    return ExitCode.PASS.number();
  }

  private List<CardSection> sections(
      Recipe steps, Optional<CalibrationSet> calibration, Optional<CalibrationReview> review) {
    List<CardSection> sections = new ArrayList<>();
    sections.add(CardSections.target(Profiles.read(profile)));
    review.map(CardSections::review).ifPresent(sections::add);
    sections.add(
        Rebuild.by(model, recipe, steps, calibration.stream().toList(), profile, out).section());
    return sections;
  }

  /** Empty for ONNX Runtime's own format, which cannot be taken apart. */
  private List<Payoff> payoff(Candidate candidate) {
    return ModelCopy.isRuntimeFormat(candidate.file())
        ? List.of()
        : Payoff.of(
            Anatomy.of(OnnxModel.read(model)), Anatomy.of(OnnxModel.read(candidate.file())));
  }

  private Optional<CalibrationReview> review(
      Workshop workshop, Recipe steps, Optional<CalibrationSet> calibration) {
    if (evaluation.isEmpty() || calibration.isEmpty() || !Compressor.needsCalibration(steps)) {
      return Optional.empty();
    }
    DataManifest judged = Manifests.read(evaluation.get(), variables.values());
    return workshop.review(model, calibration.get(), judged, Set.of());
  }

  private void print(Candidate candidate, List<Payoff> payoff, List<Path> beside) {
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Lineage lineage = candidate.lineage();
    console.printf(
        Locale.ROOT,
        "%s: %,d bytes, %.1f %% of %,d%s%n",
        out,
        candidate.bytes(),
        100.0 * candidate.bytes() / lineage.referenceBytes(),
        lineage.referenceBytes(),
        candidate.cached() ? " (from the cache)" : "");
    console.println();
    if (!payoff.isEmpty()) {
      TextTable table = new TextTable("", ">before", ">after", ">change");
      payoff.forEach(row -> table.row(row.what(), row.before(), row.after(), row.change()));
      console.print(table.render());
      console.println();
    }
    for (Lineage.StepRecord step : lineage.steps()) {
      console.println("  " + step);
    }
    console.println("  sha256 " + ModelFiles.of(out).sha256());
    console.println("  card   " + beside.get(0));
    beside.subList(1, beside.size()).forEach(file -> console.println("         " + file));
  }
}
