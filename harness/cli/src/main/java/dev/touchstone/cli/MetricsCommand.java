package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.reports.MetricsReport;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.StoredRun;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Writes the numbers and answers of stored results for Prometheus, all scenarios in one"
            + " text; measures nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone metrics touchstone-out/surface-defects",
      "  touchstone metrics touchstone-out/* --out /var/lib/node_exporter/touchstone.prom",
      "",
      "Every run leaves the same for itself in metrics.prom. The text is OpenMetrics 1.0 and as"
          + " well",
      "the older format of node_exporter's textfile collector."
    })
final class MetricsCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT",
      description = "Output folders of run, compare or measure.")
  private List<Path> results = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write them, in one move (default: standard output).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    out.filter(Files::isDirectory)
        .ifPresent(
            folder -> {
              throw new RejectedException(
                  "--out: \"" + folder + "\" is a folder; name the file to write");
            });
    List<Verdict> verdicts = verdicts();
    if (out.isPresent()) {
      MetricsReport.write(verdicts, out.get());
    } else {
      new PrintStream(System.out, true, StandardCharsets.UTF_8).print(MetricsReport.text(verdicts));
    }
    return ExitCode.PASS.number();
  }

  /** Prometheus takes one number for a name with its labels, and refuses a text with two. */
  private List<Verdict> verdicts() {
    Map<String, Path> seen = new LinkedHashMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Path result : results) {
      RunResult run = StoredRun.read(result);
      String what = run.scenarioName() + " on " + run.profileName();
      Path before = seen.putIfAbsent(what, result);
      if (before != null) {
        throw new RejectedException(
            "\""
                + result
                + "\" is a run of "
                + what
                + " as \""
                + before
                + "\" is; give the last one alone");
      }
      verdicts.add(Gate.judge(StoredRun.requirements(run), run));
    }
    return verdicts;
  }
}
