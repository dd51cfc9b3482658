package dev.touchstone.cli;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.reports.NightReport;
import dev.touchstone.reports.NightResult;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.Profiles;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "nightly",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Runs every scenario of a folder, one after the other, and looks at the history of each. A"
            + " night that was interrupted goes on where it stopped.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone nightly scenarios/",
      "  touchstone nightly scenarios/ --profiles raspberry-pi-4,this-machine --out nights",
      "",
      "Results lie below OUT/NIGHT/SCENARIO, and OUT/NIGHT/index.html leads to them. The exit code",
      "is the worst of all: 1 before 70, 2, 4 and 3. A scenario that passes while its history",
      "fails counts as 1. A complete night is only shown again; --night begins another."
    })
final class NightlyCommand implements Callable<Integer> {

  /** With these a night scatters by 0.2 %, as the rule of the history supposes. */
  private static final int PAIRS = 20;

  private static final List<Integer> WORST_FIRST = List.of(1, 70, 2, 4, 3, 0);

  @Parameters(paramLabel = "DIR", description = "Folder of scenario files.")
  private Path folder = Path.of(".");

  @Option(
      names = "--profiles",
      split = ",",
      paramLabel = "P",
      description =
          "Hardware profiles to run every scenario on (default: the scenario's own where this is"
              + " that board, else this-machine).")
  private List<String> profiles = new ArrayList<>();

  @Option(
      names = "--night",
      paramLabel = "NAME",
      description = "Name of the night (default: today's date, UTC).")
  private Optional<String> night = Optional.empty();

  @Option(names = "--store", paramLabel = "DIR", description = "Folder of the baselines.")
  private Optional<Path> store = Optional.empty();

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private Variables variables = new Variables();

  private final PlanSettings settings;

  NightlyCommand() {
    this(PlanSettings.STANDARD.withLeastPairs(PAIRS));
  }

  /** With another amount of measuring, for tests. */
  NightlyCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) {
      throw new RejectedException("\"" + folder + "\" is no folder; name one of scenario files");
    }
    profiles.forEach(Profiles::read); // a wrong name is told before the night, not all through it
    List<NightTask> tasks = NightTask.in(folder, profiles);
    if (tasks.isEmpty()) {
      throw new RejectedException(
          "\"" + folder + "\" holds no scenario: no .yaml file with the key \"touchstone\"");
    }
    Folders folders = Folders.of(System.getenv());
    MainJob all = options.job("nightly", folders, settings);
    Folders.requireFolder("--out", all.out());
    String name = name();
    MainJob place = all.in(all.out().resolve(name), 0);
    NightlyJob job =
        new NightlyJob(
            BaselineStore.open(store.orElse(folders.store())), place, variables.values());
    return run(job, tasks, name);
  }

  private String name() {
    String name =
        night.orElseGet(() -> LocalDate.now(Clock.systemUTC().withZone(ZoneOffset.UTC)).toString());
    if (!Profiles.isName(name)) {
      throw new RejectedException(
          "--night: \"" + name + "\" must be of letters, digits, dots, dashes and underscores");
    }
    return name;
  }

  private int run(NightlyJob job, List<NightTask> tasks, String name) {
    NightJournal journal = NightJournal.in(job.place().out());
    int done = (int) tasks.stream().filter(task -> journal.isDone(task.name())).count();
    if (done > 0) {
      say("night %s goes on: %d of %d are done".formatted(name, done, tasks.size()));
    }
    for (int i = 0; i < tasks.size(); i++) {
      NightTask task = tasks.get(i);
      if (!journal.isDone(task.name())) {
        say("%d of %d: %s".formatted(i + 1, tasks.size(), task.name()));
        NightResult.Entry entry = job.run(task, i);
        Undivided.run(
            () -> {
              journal.add(task.name(), entry);
              NightReport.write(night(journal, name), job.place().out());
              return entry;
            });
      }
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(NightReport.text(night(journal, name), Terminal.OUTPUT.wantsColor()));
    say("the page to open is " + job.place().out().resolve(NightReport.PAGE));
    return WORST_FIRST.stream()
        .filter(code -> journal.entries().stream().anyMatch(entry -> entry.code() == code))
        .findFirst()
        .orElseThrow();
  }

  private static NightResult night(NightJournal journal, String name) {
    return new NightResult(name, journal.started(), journal.entries());
  }

  private static void say(String line) {
    System.err.println("touchstone: " + line);
  }
}
