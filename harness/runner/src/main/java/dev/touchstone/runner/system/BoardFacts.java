package dev.touchstone.runner.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the kernel's file tree says about the board and how it is set, as ordered dotted keys. */
final class BoardFacts {

  /** The key of the frequency governor or governors. */
  static final String GOVERNOR = "frequency.governor";

  /** The key of the CPU features that matter. */
  static final String FEATURES = "cpu.features";

  /** The key of the control group's limit, in CPUs. */
  static final String GROUP_CPUS = "cgroup.cpus";

  private static final String CPUS = "sys/devices/system/cpu";

  private BoardFacts() {}

  static Map<String, String> read(FileTree tree) {
    Map<String, String> facts = new LinkedHashMap<>();
    put(facts, "board.model", tree.text("proc/device-tree/model"));
    put(facts, "board.product", tree.text("sys/class/dmi/id/product_name"));
    put(facts, "board.vendor", tree.text("sys/class/dmi/id/sys_vendor"));
    facts.put(FEATURES, CpuFeatures.ofInterest(CpuFeatures.detect(tree.root())));
    put(facts, "cpu.isolated", tree.text(CPUS + "/isolated"));
    facts.put(GOVERNOR, acrossCores(tree, "scaling_governor"));
    facts.put("frequency.driver", acrossCores(tree, "scaling_driver"));
    facts.put("frequency.hardware-max-khz", acrossCores(tree, "cpuinfo_max_freq"));
    facts.put("frequency.allowed-max-khz", acrossCores(tree, "scaling_max_freq"));
    facts.put("frequency.allowed-min-khz", acrossCores(tree, "scaling_min_freq"));
    put(facts, "frequency.boost", tree.text(CPUS + "/cpufreq/boost"));
    put(facts, "frequency.no-turbo", tree.text(CPUS + "/intel_pstate/no_turbo"));
    ControlGroup group = ControlGroup.read(tree);
    group.cpus().ifPresent(cpus -> facts.put(GROUP_CPUS, String.valueOf(cpus)));
    group.memoryBytes().ifPresent(b -> facts.put("cgroup.memory-bytes", String.valueOf(b)));
    put(facts, "os.clock-source", clockSource(tree));
    put(facts, "os.huge-pages", tree.text("sys/kernel/mm/transparent_hugepage/enabled"));
    facts.values().removeIf(String::isBlank);
    return facts;
  }

  private static Optional<String> clockSource(FileTree tree) {
    return tree.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
  }

  /** The different values that the cores have, separated by commas; big and little cores differ. */
  private static String acrossCores(FileTree tree, String file) {
    List<String> cores = tree.names(CPUS, "cpu\\d+");
    Set<String> values = new TreeSet<>();
    cores.forEach(cpu -> tree.text(CPUS + "/" + cpu + "/cpufreq/" + file).ifPresent(values::add));
    return String.join(",", values);
  }

  private static void put(Map<String, String> facts, String key, Optional<String> value) {
    value.ifPresent(v -> facts.put(key, v));
  }
}
