package dev.touchstone.cli;

import dev.touchstone.baselines.Selftest;
import dev.touchstone.baselines.SelftestRound;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.reports.SelftestReport;
import dev.touchstone.reports.SelftestTable;
import dev.touchstone.runner.job.StoredRun;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints each verdict of a self-test as it comes, and at the end what they say, also if the end is
 * Ctrl-C. Runs whose answer was not the right one are kept, to be looked into.
 */
final class SelftestRecord implements AutoCloseable {

  private final double slowdown;
  private final int planned;
  private final Path out;
  private final PrintStream console;
  private final SelftestTable table;
  private final Thread atExit;
  private final List<SelftestRound> rounds = new ArrayList<>();
  private boolean ended;

  /**
   * Starts an empty record and prints the titles.
   *
   * @param planned how many verdicts there will be
   * @param out folder for what is kept
   */
  SelftestRecord(double slowdown, int planned, Path out, PrintStream console, boolean color) {
    this.slowdown = slowdown;
    this.planned = planned;
    this.out = out;
    this.console = console;
    this.table = new SelftestTable(slowdown, color);
    this.atExit = new Thread(this::interrupted, "touchstone-selftest-so-far");
    clear();
    Runtime.getRuntime().addShutdownHook(atExit);
    console.println(table.header());
  }

  /** Takes away what an earlier self-test left here: its runs would be taken for this one's. */
  private void clear() {
    boolean ours = Files.isRegularFile(out.resolve(SelftestReport.TABLE));
    for (int i = 1; ours && i <= planned; i++) {
      Scratch.delete(folder(i));
    }
  }

  private Path folder(int number) {
    return out.resolve(String.format(Locale.ROOT, "%02d", number));
  }

  /** Keeps and prints one verdict; nothing any more after an interruption, which broke it. */
  synchronized void add(SelftestRound round) {
    if (ended || isJvmEnding()) {
      return;
    }
    rounds.add(round);
    console.println(table.row(rounds.size(), round));
    if (!round.isRight()) {
      Path run = folder(rounds.size()).resolve(StoredRun.FOLDER);
      ResultFolder.write(round.verdict().run(), run);
    }
  }

  /** Prints and writes what all verdicts say. */
  synchronized Selftest finish() {
    ended = true;
    Selftest selftest = new Selftest(slowdown, rounds);
    table.summary(selftest).forEach(console::println);
    SelftestReport.write(selftest, out);
    return selftest;
  }

  private synchronized void interrupted() {
    if (!ended) {
      console.println();
      console.println("interrupted after " + rounds.size() + " of " + planned + " verdicts");
      finish();
      console.flush();
    }
  }

  /** Workers die with this process: a verdict that comes now is about that, and not a model. */
  private static boolean isJvmEnding() {
    Thread probe = new Thread(() -> {}, "touchstone-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      ended = true;
    }
    if (!isJvmEnding()) {
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }
}
