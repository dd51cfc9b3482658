package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.StoredRun;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "(list | show | promote)",
    description = "Keeps the models that runs are compared with.")
final class BaselineCommand {

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private static BaselineStore open(Optional<Path> store) {
    return BaselineStore.open(store.orElse(Folders.of(System.getenv()).store()));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists every baseline, one line each.")
  int list(
      @Option(names = "--store", paramLabel = "DIR", description = "Folder of the baselines.")
          Optional<Path> store) {
    BaselineStore.Inventory inventory = open(store).list();
    List<StoredBaseline> all = inventory.baselines();
    if (all.isEmpty() && inventory.damaged().isEmpty()) {
      out.println("no baselines yet; \"touchstone baseline promote OUT\" makes one of a run");
    }
    for (StoredBaseline kept : all) {
      out.printf(
          "%-28s %-18s %-10s %-18s %12s  %s  %s%n",
          kept.scenario(),
          kept.profile(),
          kept.role().key(),
          kept.arm(),
          String.format(Locale.ROOT, "%,d B", kept.bytes()),
          kept.sha256().substring(0, Math.min(12, kept.sha256().length())),
          kept.since());
    }
    return tell(inventory.damaged()).number();
  }

  /** Names what cannot be read, after what can. */
  private static ExitCode tell(List<UnreadableResultException> damaged) {
    damaged.forEach(each -> System.err.println("touchstone: " + each.getMessage()));
    return damaged.isEmpty() ? ExitCode.PASS : ExitCode.REJECTED;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows the baselines of a scenario, with how each was made.")
  int show(
      @Parameters(paramLabel = "SCENARIO", description = "A scenario's name.") String scenario,
      @Option(names = "--store", paramLabel = "DIR", description = "Folder of the baselines.")
          Optional<Path> store) {
    BaselineStore.Inventory inventory = open(store).list();
    List<StoredBaseline> all = inventory.baselines();
    List<StoredBaseline> own = all.stream().filter(b -> b.scenario().equals(scenario)).toList();
    ExitCode code = tell(inventory.damaged());
    if (own.isEmpty()) {
      String known =
          String.join(", ", all.stream().map(StoredBaseline::scenario).distinct().toList());
      throw new RejectedException(
          "there is no baseline of \""
              + scenario
              + "\""
              + (known.isEmpty() ? "; the store is empty" : "; there are some of " + known));
    }
    own.forEach(this::show);
    return code.number();
  }

  private void show(StoredBaseline kept) {
    out.println(kept.role().key() + " of " + kept.scenario() + " on " + kept.profile());
    out.println("  arm      " + kept.arm());
    out.println("  model    " + kept.model());
    out.printf(Locale.ROOT, "  bytes    %,d%n", kept.bytes());
    out.println("  sha256   " + kept.sha256());
    out.println("  run      " + kept.runId() + ", " + kept.outcome());
    out.println("  since    " + kept.since());
    if (!kept.because().isEmpty()) {
      out.println("  because  " + kept.because());
    }
    kept.lineage()
        .forEach(
            (key, value) ->
                out.println("  " + key + ": " + value.strip().replace("\n", "\n      ")));
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = "Makes the candidate of a run the deployed model of its scenario and profile.")
  int promote(
      @Parameters(paramLabel = "RESULT", description = "Output folder of a run.") Path result,
      @Option(
              names = "--candidate",
              defaultValue = "",
              paramLabel = "NAME",
              description = "Which one, if the run has several.")
          String name,
      @Option(
              names = "--because",
              defaultValue = "",
              paramLabel = "TEXT",
              description = "Why, if it did not pass; kept with the baseline.")
          String because,
      @Option(names = "--store", paramLabel = "DIR", description = "Folder of the baselines.")
          Optional<Path> store) {
    RunResult run = StoredRun.read(result);
    Verdict verdict = Gate.judge(StoredRun.requirements(run), run);
    StoredBaseline kept =
        Baselines.promote(open(store), verdict, Baselines.candidate(run, name), because);
    out.println(
        kept.arm() + " is now the deployed model of " + kept.scenario() + " on " + kept.profile());
    return ExitCode.PASS.number();
  }
}
