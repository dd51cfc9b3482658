package dev.touchstone.cli;

import dev.touchstone.baselines.Selftest;
import dev.touchstone.runner.job.Bench;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.scenarios.BundledScenarios;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.LossReader;
import dev.touchstone.scenarios.ScenarioReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "selftest",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Proves the instrument on this machine: judges a model against itself, unchanged and made"
            + " slower on purpose, and counts false alarms and what was found.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone selftest",
      "  touchstone selftest my-model.onnx --slowdown 5%% --rounds 10",
      "",
      "Make the machine as busy as it is when it judges. Exit code 0: no false alarm, and as much",
      "found as the method promises; 1: not so; 4: the machine did not meet the conditions."
    })
final class SelftestCommand implements Callable<Integer> {

  private static final String DEFAULT_MODEL = "surface-defects";
  private static final int MOST_ROUNDS = 10_000;

  /** Only as much of everything else as the fork pairs need to be paced. */
  private static final PlanSettings ONLY_PAIRS =
      PlanSettings.STANDARD
          .withColdStarts(0)
          .withSolo(Duration.ofMillis(200), Duration.ofMillis(200));

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "ONNX model (default: the one of the bundled scenario surface-defects).")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--rounds",
      defaultValue = "20",
      paramLabel = "N",
      description = "Verdicts of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--slowdown",
      defaultValue = "3%",
      paramLabel = "LOSS",
      description =
          "How much slower every second model is made; the gate is set to catch just that (default:"
              + " 3%%).")
  private String slowdown = "";

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private JobOptions options = new JobOptions();

  private final PlanSettings settings;

  SelftestCommand() {
    this(ONLY_PAIRS);
  }

  /** With another amount of measuring, for tests. */
  SelftestCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    model.ifPresent(ModelFile::require);
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new RejectedException("--rounds: \"" + rounds + "\" must be from 1 to " + MOST_ROUNDS);
    }
    Loss loss = slowdown();
    Folders folders = Folders.of(System.getenv());
    Path file = model.orElseGet(() -> bundled(folders));
    SelftestJob job = SelftestJob.of(file, profile.name(), loss, settings);
    MainJob place = options.job("selftest", folders, settings);
    Folders.requireFolder("--out", place.out());
    List<SelftestJob.Turn> turns = job.turns(rounds, place.seed());
    announce(file, turns, place.seed());
    Selftest selftest = run(job, turns, place, loss);
    return ExitCode.of(selftest.outcome()).number();
  }

  private Selftest run(SelftestJob job, List<SelftestJob.Turn> turns, MainJob place, Loss loss) {
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Bench bench = place.bench(PowerSource.UNASKED);
    boolean color = Terminal.OUTPUT.wantsColor();
    try (SelftestRecord record =
        new SelftestRecord(loss.size(), turns.size(), place.out(), console, color)) {
      for (int i = 0; i < turns.size(); i++) {
        TurnProgress progress = new TurnProgress(i + 1, turns.size());
        record.add(
            job.judge(
                turns.get(i),
                plan -> {
                  try (progress) {
                    return bench.run(plan, List.of(), progress);
                  }
                }));
      }
      return record.finish();
    }
  }

  private Loss slowdown() {
    Loss loss = LossReader.read("--slowdown", slowdown);
    if (loss.scale() != Loss.Scale.RELATIVE || loss.size() <= SelftestJob.ALLOW.size()) {
      throw new RejectedException(
          "--slowdown: \""
              + slowdown
              + "\" must be in % and above "
              + SelftestJob.ALLOW
              + ", which never blocks");
    }
    return loss;
  }

  private static Path bundled(Folders folders) {
    Path scenario = BundledScenarios.materialize(DEFAULT_MODEL, folders.bundled());
    return ScenarioReader.read(scenario, Map.of()).reference();
  }

  private void announce(Path file, List<SelftestJob.Turn> turns, long seed) {
    Duration expected =
        turns.stream().map(turn -> turn.plan().expected()).reduce(Duration.ZERO, Duration::plus);
    System.err.printf(
        Locale.ROOT,
        "touchstone: %s against itself, %d times unchanged and %d times slowed by %s, in random"
            + " order, seed %d; this takes about %d min%n",
        file.getFileName(),
        rounds,
        rounds,
        slowdown,
        seed,
        expected.plusSeconds(59).toMinutes());
  }
}
