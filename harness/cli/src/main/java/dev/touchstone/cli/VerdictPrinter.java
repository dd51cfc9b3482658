package dev.touchstone.cli;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.recipes.CardSection;
import dev.touchstone.reports.CardReport;
import dev.touchstone.reports.ComparisonTable;
import dev.touchstone.reports.ConsoleTable;
import dev.touchstone.reports.ReportFormat;
import dev.touchstone.reports.Reports;
import dev.touchstone.runner.job.Baselines;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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

  /** What a verdict adds to the card of a candidate; nothing if it was not in the run. */
  static List<CardSection> measured(Verdict verdict, String candidate) {
    return verdict.run().arms().stream()
        .filter(arm -> arm.name().equals(candidate))
        .map(
            arm -> {
              Outcome outcome = Baselines.outcome(verdict, arm);
              return new CardSection(
                  CardReport.KEY,
                  CardReport.json(verdict, arm, outcome),
                  CardReport.markdown(verdict, arm, outcome));
            })
        .toList();
  }
}
