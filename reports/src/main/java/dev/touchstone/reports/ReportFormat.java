package dev.touchstone.reports;

import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;

/**
 * One way to show a verdict.
 *
 * <p>A format is a pure function of the verdict: the same verdict gives the same bytes, whatever
 * the clock, the locale or the machine. It never changes what it shows: names that hold markup,
 * quotes or control characters come out harmless and readable.
 */
public interface ReportFormat {

  /** What this format is called on the command line, such as {@code junit}. */
  String name();

  /** What it leaves behind, relative to the folder: a file, or a folder of files. */
  String output();

  /**
   * Writes the verdict into a folder, which is created if need be. A file of an earlier report is
   * replaced as a whole or not at all.
   *
   * @throws java.io.UncheckedIOException if the folder cannot be written; the message names the
   *     path
   */
  void render(Verdict verdict, Path folder);
}
