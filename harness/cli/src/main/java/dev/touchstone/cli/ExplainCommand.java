package dev.touchstone.cli;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.runner.explain.Explainer;
import dev.touchstone.runner.explain.Explainer.Measures;
import dev.touchstone.runner.explain.Explanation;
import dev.touchstone.runner.explain.Variants;
import dev.touchstone.runner.job.Bench;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.StoredRun;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Scenario;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Tells which step of a recipe costs how much quality: measures every beginning of the"
            + " recipe, and the recipe without each of its steps. Judges nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone explain surface-defects-careless",
      "  touchstone explain my-scenario.yaml --candidate int8-static --latency"
    })
final class ExplainCommand implements Callable<Integer> {

  @Mixin private NamedScenario named = new NamedScenario();

  @Option(
      names = "--candidate",
      paramLabel = "NAME",
      description = "Which recipe, if the scenario has several.")
  private Optional<String> candidate = Optional.empty();

  @Option(
      names = "--latency",
      description = "Compares latency too, in fork pairs: a minute or so for each variant.")
  private boolean latency;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for explain.md, explain.csv and the raw observations (default:"
              + " touchstone-out/<scenario>-explain).")
  private Optional<Path> out = Optional.empty();

  @Mixin private MeasuringOptions measuring = new MeasuringOptions();

  private final PlanSettings settings;

  ExplainCommand() {
    this(PlanSettings.STANDARD);
  }

  /** With another amount of measuring, for tests. */
  ExplainCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Folders folders = Folders.of(System.getenv());
    Scenario scenario = named.read(folders);
    Recipe recipe = recipe(scenario);
    requireData(scenario);
    Path folder = out.orElse(Path.of("touchstone-out", scenario.name() + "-explain"));
    Folders.requireFolder("--out", folder);
    ResultFolder.requirePlaceFor(folder.resolve(StoredRun.FOLDER));
    Explanation explanation = explain(scenario, recipe, folders, folder);
    Undivided.run(
        () -> {
          ResultFolder.write(explanation.run(), folder.resolve(StoredRun.FOLDER));
          ExplainFiles.write(explanation, folder);
          return explanation;
        });
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    console.print(ExplainText.console(explanation));
    return ExitCode.PASS.number();
  }

  private Explanation explain(Scenario scenario, Recipe recipe, Folders folders, Path folder) {
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      Variants variants = Variants.make(scenario, recipe, Workshop.in(folders, progress));
      Explainer explainer = new Explainer(scenario, recipe, variants);
      Measures measures = latency ? Measures.QUALITY_AND_LATENCY : Measures.QUALITY;
      Plan plan = explainer.plan(measuring.seed(), settings, measures);
      Bench bench =
          Bench.of(
              folders,
              folder,
              PowerSource.UNASKED,
              measuring.patience(),
              line -> System.err.println("touchstone: " + line));
      RunResult run = bench.run(plan, List.of(), progress);
      return explainer.explain(run);
    }
  }

  private Recipe recipe(Scenario scenario) {
    List<Recipe> recipes =
        scenario.candidates().stream()
            .filter(Recipe.class::isInstance)
            .map(Recipe.class::cast)
            .filter(r -> candidate.isEmpty() || candidate.get().equals(r.name()))
            .toList();
    if (recipes.size() == 1) {
      return recipes.get(0);
    }
    List<String> names =
        scenario.candidates().stream()
            .filter(Recipe.class::isInstance)
            .map(source -> source.name())
            .toList();
    throw new RejectedException(
        names.isEmpty()
            ? "no candidate of this scenario is made by a recipe; there are no steps to tell apart"
            : "--candidate: "
                + candidate.map(c -> "\"" + c + "\" is no recipe here; ").orElse("")
                + "name one of "
                + String.join(", ", names));
  }

  private void requireData(Scenario scenario) {
    if (scenario.evaluation().isEmpty() && !latency) {
      throw new RejectedException(
          "the scenario has no evaluation data, so no quality can be told; add --latency, or data");
    }
  }
}
