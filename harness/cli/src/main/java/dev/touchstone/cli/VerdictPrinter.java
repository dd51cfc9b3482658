package dev.touchstone.cli;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.reports.ComparisonTable;
import dev.touchstone.reports.ConsoleTable;
import dev.touchstone.reports.ReportFormat;
import dev.touchstone.reports.Reports;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Hands a verdict to people and to files. */
final class VerdictPrinter {

  private static final int WIDTH = 110;

  private VerdictPrinter() {}

  /** Prints the table on standard output. */
  static void print(Verdict verdict) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(ConsoleTable.render(verdict, Terminal.OUTPUT.wantsColor(), WIDTH));
  }

  /** Prints two or more models side by side on standard output. */
  static void printComparison(Verdict verdict) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(ComparisonTable.render(verdict, Terminal.OUTPUT.wantsColor(), WIDTH));
  }

  /** Writes every report below the folder. */
  static void write(Verdict verdict, Path folder) {
    for (ReportFormat format : Reports.all()) {
      format.render(verdict, folder);
    }
  }
}
