package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.Act;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Promotion;
import dev.touchstone.baselines.store.Rollback;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel =
        "(list | show | diff | promote | rollback | verify | prune | export | import)",
    description = "Keeps the models that runs are compared with.",
    subcommands = {
      BaselineDiff.class,
      BaselineVerify.class,
      BaselinePrune.class,
      BaselineExport.class,
      BaselineImport.class
    })
final class BaselineCommand {

  private static final int ACTS_SHOWN = 10;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists every baseline, one line each; names those that are stale or damaged.")
  int list(@Mixin StoreOptions options) {
    BaselineStore store = options.open();
    BaselineStore.Inventory inventory = store.list();
    List<StoredBaseline> all =
        inventory.baselines().stream()
            .filter(kept -> options.named().map(kept.profile()::equals).orElse(true))
            .toList();
    if (all.isEmpty() && inventory.damaged().isEmpty()) {
      out.println("no baselines yet; \"touchstone baseline promote OUT\" makes one of a run");
    }
    TextTable table =
        new TextTable("scenario", "profile", "role", "arm", ">bytes", "baseline", "since", "");
    for (StoredBaseline kept : all) {
      table.row(
          kept.scenario(),
          kept.profile(),
          kept.role().key(),
          kept.arm(),
          String.format(Locale.ROOT, "%,d", kept.bytes()),
          kept.id(),
          kept.since(),
          Baselines.stale(store, kept).orElse(""));
    }
    out.print(table.render());
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
      description =
          "Shows the baselines of a scenario, how each was made, and what was done to them last.")
  int show(
      @Parameters(
              paramLabel = "SCENARIO",
              completionCandidates = ScenariosToComplete.class,
              description = "A scenario's name.")
          String scenario,
      @Mixin StoreOptions options) {
    BaselineStore store = options.open();
    BaselineStore.Inventory inventory = store.list();
    List<StoredBaseline> own =
        inventory.baselines().stream()
            .filter(kept -> kept.scenario().equals(scenario))
            .filter(kept -> options.named().map(kept.profile()::equals).orElse(true))
            .toList();
    ExitCode code = tell(inventory.damaged());
    if (own.isEmpty()) {
      String known =
          String.join(
              ", ",
              inventory.baselines().stream().map(StoredBaseline::scenario).distinct().toList());
      throw new RejectedException(
          "there is no baseline of \""
              + scenario
              + "\""
              + (known.isEmpty() ? "; the store is empty" : "; there are some of " + known));
    }
    own.forEach(kept -> show(store, kept));
    own.stream()
        .map(StoredBaseline::profile)
        .distinct()
        .forEach(profile -> tell(store.journal(scenario, profile), profile));
    return code.number();
  }

  private void show(BaselineStore store, StoredBaseline kept) {
    out.println(kept.role().key() + " of " + kept.scenario() + " on " + kept.profile());
    out.println("  baseline " + kept.id());
    out.println("  arm      " + kept.arm());
    out.println("  model    " + kept.model());
    out.printf(Locale.ROOT, "  bytes    %,d%n", kept.bytes());
    out.println("  sha256   " + kept.sha256());
    out.println("  run      " + kept.runId() + ", " + kept.outcome());
    out.println(
        "  since    "
            + kept.since()
            + Baselines.stale(store, kept).map(why -> ", " + why).orElse(""));
    if (!kept.because().isEmpty()) {
      out.println("  because  " + kept.because());
    }
    kept.attachments().forEach(file -> out.println("  kept     " + file));
    kept.lineage()
        .forEach(
            (key, value) ->
                out.println("  " + key + ": " + value.strip().replace("\n", "\n      ")));
  }

  private void tell(List<Act> acts, String profile) {
    int hidden = Math.max(0, acts.size() - ACTS_SHOWN);
    out.println(
        "what was done on " + profile + (hidden == 0 ? "" : " (before that " + hidden + " acts)"));
    TextTable table = new TextTable("at", "by", "act", "arm", "baseline", "replaces", "because");
    for (Act act : acts.subList(hidden, acts.size())) {
      table.row(
          act.signature().at(),
          Printable.of(act.signature().by()),
          act.kind().key(),
          act.arm(),
          act.baseline(),
          act.replaces(),
          Printable.of(act.signature().because()));
    }
    out.print(table.render());
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the candidate of a run the deployed model of its scenario and profile.",
        "The one before is kept as last-known-good if it had passed."
      })
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
              description =
                  "Why, if it did not pass or its conditions are doubted; kept with the baseline.")
          String because,
      @Option(
              names = "--replaces",
              paramLabel = "BASELINE",
              description =
                  "The baseline that is deployed as far as you know, as \"baseline list\" names it,"
                      + " or none; nothing is done if it is another (default: what is there when"
                      + " the command starts).")
          Optional<String> replaces,
      @Mixin StoreOptions options) {
    RunResult run = StoredRun.read(result);
    BaselineStore store = options.open();
    Promotion.Seen seen =
        replaces
            .map(id -> new Promotion.Seen(Optional.of(id).filter(i -> !i.equals("none"))))
            .orElseGet(() -> Baselines.deployed(store, run));
    Verdict verdict = Gate.judge(StoredRun.requirements(run), run);
    StoredBaseline kept =
        Baselines.promote(
            store,
            verdict,
            Baselines.candidate(run, name),
            new Baselines.Wish(because, Optional.of(seen), Optional.of(result)));
    out.println(
        kept.arm() + " is now the deployed model of " + kept.scenario() + " on " + kept.profile());
    out.println("  baseline " + kept.id());
    return ExitCode.PASS.number();
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description =
          "Makes the last known good model the deployed one again, and says what it undid.")
  int rollback(
      @Parameters(paramLabel = "SCENARIO", description = "A scenario's name.") String scenario,
      @Option(
              names = "--because",
              defaultValue = "",
              paramLabel = "TEXT",
              description = "Why; kept in the journal.")
          String because,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Also writes the model there, where your build takes it from.")
          Optional<Path> copy,
      @Mixin StoreOptions options) {
    BaselineStore store = options.open();
    String profile = options.profile(store, scenario);
    copy.ifPresent(
        file -> Folders.requireFolder("--out", file.toAbsolutePath().resolveSibling("")));
    Rollback done = store.rollback(scenario, profile, Baselines.signature(because));
    StoredBaseline restored = done.restored();
    StoredBaseline undone = done.undone();
    out.println(
        restored.arm() + " is the deployed model of " + scenario + " on " + profile + " again");
    out.printf(
        Locale.ROOT,
        "  baseline %s of run %s (%s), %,d bytes%n",
        restored.id(),
        restored.runId(),
        restored.outcome(),
        restored.bytes());
    out.println("  model    " + restored.model());
    restored.attachments().forEach(file -> out.println("  kept     " + file));
    if (copy.isPresent()) {
      ModelCopy.write(restored.model(), copy.get());
      out.println("  written  " + copy.get());
    }
    out.printf(
        Locale.ROOT,
        "undone: %s, baseline %s of run %s (%s), deployed since %s%s%n",
        undone.arm(),
        undone.id(),
        undone.runId(),
        undone.outcome(),
        undone.since(),
        undone.because().isEmpty() ? "" : " because " + undone.because());
    return ExitCode.PASS.number();
  }
}
