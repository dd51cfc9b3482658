package dev.touchstone.runner.system;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The frequency policies of the CPU: groups of cores that are clocked together, such as the big and
 * the little ones (kernel documentation, {@code admin-guide/pm/cpufreq.rst}). Older kernels show
 * them below each core only.
 */
final class FrequencyPolicies {

  private static final String CPUS = "sys/devices/system/cpu";

  private FrequencyPolicies() {}

  /** The folder of each policy by its name, such as {@code policy0} or else {@code cpu0}. */
  static Map<String, String> folders(FileTree tree) {
    Map<String, String> folders = new TreeMap<>();
    for (String policy : tree.names(CPUS + "/cpufreq", "policy\\d+")) {
      folders.put(policy, CPUS + "/cpufreq/" + policy);
    }
    if (folders.isEmpty()) {
      for (String cpu : tree.names(CPUS, "cpu\\d+")) {
        if (tree.has(CPUS + "/" + cpu + "/cpufreq")) {
          folders.put(cpu, CPUS + "/" + cpu + "/cpufreq");
        }
      }
    }
    return folders;
  }

  /** The frequency of each policy at this moment, in kHz. */
  static Map<String, Long> current(FileTree tree) {
    Map<String, Long> kilohertz = new TreeMap<>();
    folders(tree)
        .forEach(
            (name, folder) ->
                tree.number(folder + "/scaling_cur_freq")
                    .ifPresent(
                        khz -> {
                          if (khz > 0) { // an offline policy may answer 0
                            kilohertz.put(name, khz);
                          }
                        }));
    return kilohertz;
  }

  /** The different values of a file, separated by commas; big and little cores differ. */
  static Optional<String> across(FileTree tree, String file) {
    Set<String> values = new TreeSet<>();
    List<String> folders = List.copyOf(folders(tree).values());
    folders.forEach(folder -> tree.text(folder + "/" + file).ifPresent(values::add));
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
  }
}
