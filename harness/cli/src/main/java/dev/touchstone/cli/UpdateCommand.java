package dev.touchstone.cli;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.UpdateRecord;
import dev.touchstone.baselines.store.UpdateRecords;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.update.Fingerprints;
import dev.touchstone.runner.update.Inputs;
import dev.touchstone.runner.update.KeptResults;
import dev.touchstone.runner.update.UpdatePlan;
import dev.touchstone.scenarios.CandidateSource;
import dev.touchstone.scenarios.Scenario;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Does again what depends on something that was changed since the last update: compresses,"
            + " measures or only judges each candidate, and with --promote makes what passed the"
            + " deployed model. Where nothing was changed, nothing is done.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone update my-scenario.yaml --dry-run",
      "  touchstone update my-scenario.yaml --promote --out build/touchstone",
      "",
      "Exits as \"run\" does, by the worst candidate as it stands now."
    })
final class UpdateCommand implements Callable<Integer> {

  @Mixin private NamedScenario named = new NamedScenario();

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Folder of the baselines and of what was judged last (default: $$TOUCHSTONE_STORE, else"
              + " touchstone-store).")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Says what was changed and what would be done, and does nothing.")
  private boolean dryRun;

  @Option(names = "--again", description = "Measures every candidate, whatever was changed.")
  private boolean again;

  @Option(
      names = "--promote",
      description =
          "Makes the best of the candidates that passed the deployed model: the one with the"
              + " largest gain in latency.p50 against the reference, of equals the smallest.")
  private boolean promote;

  @Option(
      names = "--candidate",
      paramLabel = "NAME",
      description = "With --promote: this one, if it passed.")
  private Optional<String> candidate = Optional.empty();

  @Mixin private JobOptions options = new JobOptions();

  private final PlanSettings settings;
  private final PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  UpdateCommand() {
    this(PlanSettings.STANDARD);
  }

  /** With another amount of measuring, for tests. */
  UpdateCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Folders user = Folders.of(System.getenv());
    Folders folders = new Folders(user.cache(), store.orElse(user.store()));
    Scenario scenario = named.read(folders);
    requireCandidate(scenario);
    BaselineStore baselines = BaselineStore.open(folders.store());
    UpdateRecords records = new UpdateRecords(folders.store());
    Optional<UpdateRecord> last = records.read(scenario.name(), scenario.profile().name());
    KeptResults results =
        KeptResults.in(
            folders.cache(), folders.store(), scenario.name(), scenario.profile().name());
    Inputs inputs =
        new Inputs(
            scenario,
            baselines,
            new Fingerprints(folders.cache().resolve("fingerprints"), Clock.systemUTC()));
    UpdatePlan changed = UpdatePlan.of(scenario, inputs, last, results::has);
    UpdatePlan plan = again ? changed.again() : changed;
    console.print(UpdateText.of(scenario, plan, last));
    if (dryRun) {
      return ExitCode.PASS.number();
    }
    UpdateJob job =
        new UpdateJob(
            scenario, baselines, records, results, options.job(scenario.name(), folders, settings));
    Optional<UpdateRecord> now = plan.isEmpty() ? last : Optional.of(job.carryOut(plan, last));
    if (promote) {
      now = now.map(record -> new UpdatePromotion(job, inputs, candidate, console).of(record));
    }
    return exitCode(scenario, now).number();
  }

  private void requireCandidate(Scenario scenario) {
    List<String> names = scenario.candidates().stream().map(CandidateSource::name).toList();
    if (candidate.isPresent() && !promote) {
      throw new RejectedException("--candidate: says which one to --promote; add that");
    }
    if (candidate.isPresent() && !names.contains(candidate.get())) {
      throw new RejectedException(
          "--candidate: \"" + candidate.get() + "\" must be one of " + String.join(", ", names));
    }
    if (promote && scenario.deployed().isPresent()) {
      throw new RejectedException(
          "--promote: the scenario names its deployed model itself, "
              + scenario.deployed().get()
              + ", so none is taken from the store; remove \"deployed\" from it");
    }
  }

  /** The worst candidate; one that is not on record was not judged, since its run was invalid. */
  private static ExitCode exitCode(Scenario scenario, Optional<UpdateRecord> record) {
    Outcome worst =
        scenario.candidates().stream()
            .map(source -> record.flatMap(r -> r.candidate(source.name())))
            .map(entry -> entry.map(UpdateRecord.Entry::outcome).orElse(Outcome.INVALID))
            .max(Outcome::compareTo)
            .orElse(Outcome.INVALID);
    return ExitCode.of(worst);
  }
}
