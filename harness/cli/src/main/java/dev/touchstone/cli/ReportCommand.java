package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.StoredRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Writes every report of a stored result again; measures nothing.")
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RESULT", description = "Output folder of run or measure.")
  private Path result = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the reports; made if missing.")
  private Path out = Path.of("");

  @Mixin private SummaryOption summary = new SummaryOption();

  @Override
  public Integer call() {
    summary.check();
    Folders.requireFolder("--out", out);
    RunResult run = StoredRun.read(result);
    Verdict verdict = Gate.judge(StoredRun.requirements(run), run);
    VerdictPrinter.write(verdict, out);
    VerdictPrinter.print(verdict);
    summary.append(verdict, out);
    return ExitCode.PASS.number();
  }
}
