package dev.touchstone.cli;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.BundledScenarios;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.ScenarioReader;
import dev.touchstone.scenarios.problem.Words;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Compresses a model, measures the candidates against it and against what ships today, and"
            + " judges every requirement of the scenario.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone run surface-defects",
      "  touchstone run keyword-spotting --set TOUCHSTONE_MATERIAL=../models",
      "  touchstone run my-scenario.yaml --profile raspberry-pi-4 --out build/touchstone",
      "",
      "Bundled scenarios: surface-defects, surface-defects-careless, keyword-spotting, pcb-defects."
    })
final class RunCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SCENARIO",
      description = "Scenario file, or the name of a bundled scenario.")
  private String scenarioName = "";

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "Hardware profile, a name or a file, in place of the scenario's own.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Folder of the baselines (default: $$TOUCHSTONE_STORE, else touchstone-store).")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--inject-work",
      paramLabel = "ARM=PERCENT",
      description =
          "Makes every iteration of an arm longer by this much, to see the gate at work: 10 means"
              + " 10 %%. The result says so.")
  private Map<String, Double> injectedWork = new LinkedHashMap<>();

  @Option(
      names = "--inject-stall",
      paramLabel = "ARM=TIME/TIME",
      description =
          "Stalls an arm again and again, to see what a load pattern shows of it: 200ms/5s means for"
              + " 200 ms every 5 s. The result says so.")
  private Map<String, String> injectedStalls = new LinkedHashMap<>();

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private Variables variables = new Variables();

  @Override
  public Integer call() {
    Folders folders = Folders.of(System.getenv());
    Scenario scenario = readScenario(folders);
    BaselineStore baselines = BaselineStore.open(store.orElse(folders.store()));
    List<String> arms = Lineup.names(scenario, baselines);
    PlanSettings settings =
        PlanSettings.STANDARD
            .withInjectedWork(InjectedWork.of(injectedWork, arms))
            .withStalls(InjectedStall.of(injectedStalls, arms));
    Lineup lineup;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      lineup = Lineup.of(scenario, Workshop.in(folders, progress), baselines);
    }
    MainJob job = options.job(scenario.name(), folders, settings);
    Verdict verdict = job.run(scenario, lineup);
    keepReference(baselines, verdict);
    return ExitCode.of(verdict.outcome()).number();
  }

  /** The verdict stands whether or not the store takes the reference; a read-only one does not. */
  static void keepReference(BaselineStore store, Verdict verdict) {
    try {
      Undivided.run(
          () -> {
            Baselines.keepReference(store, verdict);
            return verdict;
          });
    } catch (UncheckedIOException e) {
      warn(e.getMessage() + ": " + Remedy.of(e));
    } catch (UnreadableResultException | RejectedException e) {
      warn(String.valueOf(e.getMessage()));
    }
  }

  private static void warn(String reason) {
    System.err.println(
        "touchstone: the reference was not kept as a baseline, the verdict stands: " + reason);
  }

  private static boolean looksLikeAFile(Path given) {
    String text = given.toString();
    return given.getNameCount() > 1 || text.endsWith(".yaml") || text.endsWith(".yml");
  }

  private RejectedException noScenario(Path file) {
    String found =
        Files.isDirectory(file)
            ? "a folder"
            : looksLikeAFile(file) ? "no file" : "neither a file nor a bundled scenario";
    String meant = Words.didYouMean(scenarioName, BundledScenarios.names());
    return new RejectedException(
        "\""
            + scenarioName
            + "\" is "
            + found
            + "; name a scenario file, or one of the bundled "
            + String.join(", ", BundledScenarios.names())
            + (meant.isEmpty() ? "" : "; " + meant));
  }

  private Scenario readScenario(Folders folders) {
    Path file = Path.of(scenarioName);
    if (!Files.isRegularFile(file)) {
      boolean bundled = BundledScenarios.names().contains(scenarioName);
      if (!bundled) {
        throw noScenario(file);
      }
      file = BundledScenarios.materialize(scenarioName, folders.bundled());
    }
    Scenario scenario = ScenarioReader.read(file, variables.values());
    return profile.map(name -> scenario.on(Profiles.read(name))).orElse(scenario);
  }
}
