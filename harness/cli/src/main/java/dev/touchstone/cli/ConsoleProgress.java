package dev.touchstone.cli;

import dev.touchstone.scenarios.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows progress on standard error: a bar where a person watches; where a log is kept, one line for
 * each phase and for whatever a phase finds out.
 */
final class ConsoleProgress implements Progress, AutoCloseable {

  private static final int WIDTH = 140;

  private final PrintStream err;
  private final boolean interactive;
  private String phase = "";
  private Instant started = Instant.now();
  private Optional<ProgressBar> bar = Optional.empty();

  ConsoleProgress(PrintStream err, boolean interactive) {
    this.err = err;
    this.interactive = interactive;
  }

  static ConsoleProgress onStandardError() {
    return new ConsoleProgress(System.err, Terminal.ERROR.isInteractive());
  }

  @Override
  public synchronized void at(String newPhase, long done, long total) {
    if (!newPhase.equals(phase)) {
      close();
      phase = newPhase;
      started = Instant.now();
      if (interactive) {
        bar = Optional.of(barFor(newPhase, total));
      }
    }
    bar.ifPresent(b -> b.maxHint(total).stepTo(done));
  }

  @Override
  public synchronized void says(String newPhase, String line) {
    if (interactive) {
      bar.ifPresent(b -> b.setExtraMessage(" " + line));
    } else {
      err.printf("touchstone: %s%n", line);
    }
  }

  private ProgressBar barFor(String name, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
        .build();
  }

  /** Ends the phase that is shown. */
  @Override
  public synchronized void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
    if (!interactive && !phase.isEmpty()) {
      err.printf(
          "touchstone: %s (%.1f s)%n",
          phase, Duration.between(started, Instant.now()).toMillis() / 1e3);
    }
    phase = "";
  }
}
