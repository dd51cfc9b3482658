package dev.touchstone.runner.process;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process and whatever it started: a worker may run below a program that confines it, such as a
 * shell. Thread-safe.
 */
final class ProcessTree {

  private final Process root;
  private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();

  /** Takes a process that was just started. */
  ProcessTree(Process root) {
    this.root = root;
  }

  Process root() {
    return root;
  }

  /** Keeps hold of what runs below now, so that it is found even after what is above has ended. */
  void remember() {
    root.descendants().forEach(known::add);
  }

  boolean isAlive() {
    return root.isAlive() || known.stream().anyMatch(ProcessHandle::isAlive);
  }

  /** Kills all of it, from the top down, so that nothing is started anew. */
  void kill() {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    root.descendants().forEach(all::add);
    for (ProcessHandle each : known) {
      all.add(each);
      each.descendants().forEach(all::add);
    }
    root.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Waits for the end of the first process.
   *
   * @return whether it came in time
   */
  boolean hasEnded(long millis) {
    try {
      return root.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
