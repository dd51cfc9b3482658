package dev.touchstone.runner.system;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Time of all CPUs since boot, in ticks (man pages {@code proc_stat(5)} and {@code
 * proc_pid_stat(5)}; both count in the same unit).
 *
 * @param total all time
 * @param busy time in which this machine's own tasks ran
 * @param stolen time that a hypervisor gave to other machines
 * @param own time in which this process and its children that have ended ran; between trials all of
 *     its workers have
 */
record CpuTicks(OptionalLong total, OptionalLong busy, OptionalLong stolen, OptionalLong own) {

  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int STEAL = 7;

  /**
   * user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of user and nice.
   */
  private static final int FIELDS = 8;

  static CpuTicks read(FileTree tree) {
    OptionalLong own = own(tree);
    for (String line : tree.lines("proc/stat")) {
      if (line.startsWith("cpu ")) {
        List<Long> ticks = numbers(line.substring(4));
        if (ticks.size() >= FIELDS) {
          long total = ticks.stream().limit(FIELDS).mapToLong(Long::longValue).sum();
          long stolen = ticks.get(STEAL);
          long busy = total - ticks.get(IDLE) - ticks.get(IO_WAIT) - stolen;
          return new CpuTicks(
              OptionalLong.of(total), OptionalLong.of(busy), OptionalLong.of(stolen), own);
        }
      }
    }
    return new CpuTicks(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), own);
  }

  /** User and system time of the process and of its children: the fields 14 to 17. */
  private static OptionalLong own(FileTree tree) {
    String stat = tree.text("proc/self/stat").orElse("");
    // The second field is the program's name in parentheses, which may hold blanks and parentheses.
    String afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
    String[] fields = afterName.split("\\s+", -1);
    long sum = 0;
    for (int field = 14; field <= 17; field++) {
      OptionalLong ticks =
          field - 3 < fields.length ? FileTree.decimal(fields[field - 3]) : OptionalLong.empty();
      if (ticks.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += ticks.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  private static List<Long> numbers(String text) {
    List<Long> numbers = new ArrayList<>();
    for (String field : text.strip().split("\\s+", -1)) {
      FileTree.decimal(field).ifPresent(numbers::add);
    }
    return numbers;
  }
}
