package dev.touchstone.reports;

import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;

/** {@code report.txt}: what the terminal shows, without color. */
public final class TextReport implements ReportFormat {

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String output() {
    return "report.txt";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    AtomicFile.write(
        folder.resolve(output()), ConsoleTable.render(verdict, false, ConsoleTable.DEFAULT_WIDTH));
  }
}
