package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Usage;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the Linux kernel tells of this process in {@code /proc/self}; nothing elsewhere.
 *
 * <p>Written without streams and lambdas: it runs within the cold start that is measured, where a
 * JVM's first one costs more than all of this.
 */
final class ProcessFiles {

  private static final long KIBI = 1024;

  private final Path root;

  /**
   * Reads below a folder.
   *
   * @param root {@code /proc/self}, or a folder of the same form
   */
  ProcessFiles(Path root) {
    this.root = root;
  }

  /** Memory as it is now; empty where the kernel does not say. */
  Optional<Usage> usage() {
    String status = read("status");
    OptionalLong peak = kibibytes(status, "VmHWM:");
    // The rollup is counted page by page; status is kept in per-processor counters that may lag.
    String rollup = read("smaps_rollup");
    OptionalLong resident = kibibytes(rollup, "Rss:");
    OptionalLong anonymous = kibibytes(rollup, "Anonymous:");
    if (resident.isEmpty() || anonymous.isEmpty()) {
      resident = kibibytes(status, "VmRSS:");
      anonymous = kibibytes(status, "RssAnon:");
    }
    if (peak.isEmpty() || resident.isEmpty() || anonymous.isEmpty()) {
      return Optional.empty();
    }
    long fileBacked = resident.getAsLong() - anonymous.getAsLong();
    return Optional.of(new Usage(peak.getAsLong(), resident.getAsLong(), fileBacked));
  }

  /** High-water mark of the resident set in bytes; empty where the kernel does not say. */
  OptionalLong peakBytes() {
    return kibibytes(read("status"), "VmHWM:");
  }

  /** CPU time of all threads that live, in nanoseconds; empty where the kernel does not say. */
  @SuppressWarnings("ThreadPriorityCheck") // the yield is for the kernel's books, not for order
  OptionalLong cpuNanos() {
    // The kernel accounts for a running thread when it leaves the processor; this one does so now.
    Thread.yield();
    long sum = 0;
    for (String thread : threads()) {
      String schedstat = read("task/" + thread + "/schedstat");
      int end = schedstat.indexOf(' ');
      if (end > 0) {
        sum += Long.parseLong(schedstat.substring(0, end));
      }
    }
    return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  /** The kernel's ids of all threads; empty where the kernel does not say. */
  Set<String> threads() {
    String[] ids = new File(root.toFile(), "task").list();
    return ids == null ? Set.of() : Set.of(ids);
  }

  /**
   * The threads that were started since and carry the same name as the calling thread, as far as
   * they can be observed. Native threads inherit the name of their starter; the JVM names its own,
   * such as compilers, otherwise.
   *
   * @param before the threads that there were before
   */
  List<ObservedThread> startedSince(Set<String> before) {
    String name = read("task/" + callingThread() + "/comm");
    List<ObservedThread> started = new ArrayList<>();
    for (String thread : threads()) {
      if (!before.contains(thread) && read("task/" + thread + "/comm").equals(name)) {
        try {
          started.add(new ObservedThread(root.resolve("task").resolve(thread)));
        } catch (IOException e) {
          // Half an account is worse than the whole process's.
          return List.of();
        }
      }
    }
    return started;
  }

  private String callingThread() {
    try {
      // A link to <process>/task/<thread>.
      Path link = Files.readSymbolicLink(root.resolveSibling("thread-self"));
      return link.getName(link.getNameCount() - 1).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static OptionalLong kibibytes(String text, String key) {
    int at = text.startsWith(key) ? 0 : text.indexOf('\n' + key) + 1;
    if (at == 0 && !text.startsWith(key)) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = at + key.length(); i < text.length() && text.charAt(i) != '\n'; i++) {
      int digit = Character.digit(text.charAt(i), 10);
      if (digit >= 0) {
        value = value * 10 + digit;
      }
    }
    return OptionalLong.of(value * KIBI);
  }

  private String read(String file) {
    try (FileInputStream in = new FileInputStream(new File(root.toFile(), file))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }
}
