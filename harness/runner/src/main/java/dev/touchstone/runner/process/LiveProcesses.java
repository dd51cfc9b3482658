package dev.touchstone.runner.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The workers that run now; none outlives this process, however it is ended. */
final class LiveProcesses {

  private static final LiveProcesses OF_THIS_JVM = new LiveProcesses();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(OF_THIS_JVM::killAll, "touchstone-stops-workers"));
  }

  private final Set<Process> live = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  /** All of this JVM; killed when it ends, by Ctrl-C and SIGTERM too. */
  static LiveProcesses ofThisJvm() {
    return OF_THIS_JVM;
  }

  void add(Process process) {
    live.removeIf(other -> !other.isAlive());
    live.add(process);
    if (ending) {
      // Started while the others were being killed.
      process.destroyForcibly();
    }
  }

  void killAll() {
    ending = true;
    live.forEach(Process::destroyForcibly);
  }
}
