package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.job.StoredRun;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Judges a stored result again, with its own requirements or with those of another scenario"
            + " file; measures nothing.")
final class JudgeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RESULT", description = "Output folder of run or measure.")
  private Path result = Path.of("");

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description = "Take the requirements from this scenario file.")
  private Optional<Path> scenario = Optional.empty();

  @Mixin private SummaryOption summary = new SummaryOption();

  @Mixin private Variables variables = new Variables();

  @Override
  public Integer call() {
    summary.check();
    RunResult run = StoredRun.read(result);
    Verdict verdict = Gate.judge(requirements(run), run);
    VerdictPrinter.print(verdict);
    summary.append(verdict, result);
    return ExitCode.of(verdict.outcome()).number();
  }

  private List<Requirement> requirements(RunResult run) {
    return scenario
        .map(file -> ScenarioReader.read(file, variables.values()).requirements())
        .orElseGet(() -> StoredRun.requirements(run));
  }
}
