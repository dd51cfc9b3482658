package dev.touchstone.runner.process;

import dev.touchstone.baselines.Fault.Kind;
import dev.touchstone.runner.process.TrialOutcome.Broken;
import dev.touchstone.runner.process.TrialOutcome.Crashed;
import dev.touchstone.runner.process.TrialOutcome.Failed;
import dev.touchstone.runner.process.TrialOutcome.Killed;
import dev.touchstone.worker.WorkerMain;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Says what the end of a worker means. */
final class Obituary {

  private static final int SIGNAL_BASE = 128;
  private static final int SIGKILL = 9;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8,
          "SIGFPE", SIGKILL, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  /** Signals that a process does not bring upon itself. */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(1, 2, SIGKILL, 15);

  private static final List<String> OUT_OF_MEMORY =
      List.of(
          "OutOfMemoryError",
          "std::bad_alloc",
          "bad allocation",
          "Failed to allocate memory",
          "There is insufficient memory for the Java Runtime Environment",
          "Could not reserve enough space",
          "Could not allocate",
          "Cannot allocate memory");

  private Obituary() {}

  /**
   * The end of a process.
   *
   * @param exitCode as the shell counts: 128 + signal if a signal ended it
   * @param doing what it was doing
   * @param lines what it left behind
   * @param kernelOutOfMemory whether the kernel killed a process for lack of memory meanwhile
   */
  static Broken<Object> of(
      int exitCode, Phase doing, List<String> lines, boolean kernelOutOfMemory) {
    Evidence evidence = new Evidence(OptionalInt.of(exitCode), lines);
    boolean complained = lines.stream().anyMatch(Obituary::isOutOfMemory);
    int signal = exitCode - SIGNAL_BASE;
    if (signal == SIGKILL && kernelOutOfMemory) {
      return new Crashed<>(
          Kind.OUT_OF_MEMORY,
          "the kernel killed the worker (signal 9, SIGKILL) because memory ran out, while " + doing,
          evidence);
    }
    if (exitCode == WorkerMain.OUT_OF_MEMORY || complained) {
      return new Crashed<>(
          Kind.OUT_OF_MEMORY,
          "the worker ran out of memory (exit code " + exitCode + ") while " + doing,
          evidence);
    }
    if (SIGNALS.containsKey(signal)) {
      String reason =
          "the worker was ended by signal %d (%s) while %s"
              .formatted(signal, SIGNALS.get(signal), doing);
      return FROM_OUTSIDE.contains(signal)
          ? new Killed<>(reason + hint(signal), evidence)
          : new Crashed<>(Kind.CRASHED, reason, evidence);
    }
    return new Crashed<>(
        Kind.CRASHED, "the worker ended with exit code " + exitCode + " while " + doing, evidence);
  }

  /** Whether it was ended as Ctrl-C, a closed terminal or a service manager ends things. */
  static boolean isEndedLikeAJob(int exitCode) {
    int signal = exitCode - SIGNAL_BASE;
    return signal != SIGKILL && FROM_OUTSIDE.contains(signal);
  }

  /** A worker that is well and says that it cannot do what it was told. */
  static Broken<Object> refusal(Kind kind, String reason, List<String> lines) {
    return new Failed<>(
        isOutOfMemory(reason) ? Kind.OUT_OF_MEMORY : kind,
        reason,
        new Evidence(OptionalInt.empty(), lines));
  }

  private static String hint(int signal) {
    return signal == SIGKILL ? "; if memory is short, the kernel does that" : "";
  }

  private static boolean isOutOfMemory(String line) {
    return OUT_OF_MEMORY.stream().anyMatch(line::contains);
  }
}
