package dev.touchstone.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.reports.Summary;
import dev.touchstone.runner.job.RejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The file from which a pull request, or the page of a job, takes what a verdict says. */
final class SummaryOption {

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description =
          "Appends the verdict as Markdown to a file, which is made if missing: for a comment on a"
              + " pull request, or for $$GITHUB_STEP_SUMMARY.")
  private Optional<Path> file = Optional.empty();

  /** Refuses what cannot be a file, before anything is measured for it. */
  void check() {
    file.filter(Files::isDirectory)
        .ifPresent(
            folder -> {
              throw new RejectedException(
                  "--summary: \"" + folder + "\" is a folder; name the file to append to");
            });
  }

  /**
   * Appends, and does not replace: the steps of a job share one file. The verdict stands whether or
   * not there is room for its summary.
   *
   * @param out the folder with the page of the report
   */
  void append(Verdict verdict, Path out) {
    Path page = out.resolve("report.html");
    String report = Files.isRegularFile(page) ? page.toString() : "";
    file.ifPresent(target -> append(target, Summary.render(verdict, report)));
  }

  private static void append(Path target, String text) {
    try {
      Path folder = target.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      boolean more = Files.exists(target) && Files.size(target) > 0;
      Files.writeString(target, more ? "\n" + text : text, CREATE, APPEND);
    } catch (IOException e) {
      UncheckedIOException failed = new UncheckedIOException(e);
      System.err.println(
          "touchstone: --summary: cannot write "
              + target
              + ", the verdict stands: "
              + Remedy.of(failed));
    }
  }
}
