package dev.touchstone.cli;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.OvertakenException;
import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.Scenario;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private NamedScenario named = new NamedScenario();

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
          "Stalls an arm again and again, to see what a load pattern shows of it: 200ms/5s means"
              + " for 200 ms every 5 s. The result says so.")
  private Map<String, String> injectedStalls = new LinkedHashMap<>();

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private SummaryOption summary = new SummaryOption();

  @Override
  public Integer call() {
    summary.check();
    Folders folders = Folders.of(System.getenv());
    Scenario scenario = named.read(folders);
    BaselineStore baselines = BaselineStore.open(store.orElse(folders.store()));
    List<String> arms = Lineup.names(scenario, baselines);
    PlanSettings settings =
        PlanSettings.STANDARD
            .withInjectedWork(InjectedWork.of(injectedWork, arms))
            .withStalls(InjectedStall.of(injectedStalls, arms));
    MainJob job = options.job(scenario.name(), folders, settings);
    Verdict verdict = run(scenario, baselines, job);
    summary.append(verdict, job.out());
    return ExitCode.of(verdict.outcome()).number();
  }

  /** Compresses, measures, judges and remembers. */
  static Verdict run(Scenario scenario, BaselineStore store, MainJob job) {
    Lineup lineup;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      lineup = Lineup.of(scenario, Workshop.in(job.folders(), progress), store);
    }
    Verdict verdict = job.run(scenario, lineup);
    remember(store, verdict);
    return verdict;
  }

  /** The verdict stands whether or not the store takes anything; a read-only one does not. */
  static void remember(BaselineStore store, Verdict verdict) {
    attempt("the run was not recorded in the store", () -> Baselines.record(store, verdict));
    attempt(
        "the reference was not kept as a baseline", () -> Baselines.keepReference(store, verdict));
  }

  private static void attempt(String otherwise, Runnable work) {
    try {
      Undivided.run(
          () -> {
            work.run();
            return otherwise;
          });
    } catch (UncheckedIOException e) {
      warn(otherwise, e.getMessage() + ": " + Remedy.of(e));
    } catch (UnreadableResultException | RejectedException | OvertakenException e) {
      warn(otherwise, String.valueOf(e.getMessage()));
    }
  }

  private static void warn(String what, String reason) {
    System.err.println("touchstone: " + what + ", the verdict stands: " + reason);
  }
}
