package dev.touchstone.runner.system;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the kernel's file tree says about the board and how it is set, as ordered dotted keys. */
final class BoardFacts {

  /** The keys of what the machine calls itself: device tree, firmware's product, its vendor. */
  static final String MODEL = "board.model";

  static final String PRODUCT = "board.product";

  static final String VENDOR = "board.vendor";

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
    put(facts, MODEL, tree.text("proc/device-tree/model"));
    put(facts, PRODUCT, tree.text("sys/class/dmi/id/product_name"));
    put(facts, VENDOR, tree.text("sys/class/dmi/id/sys_vendor"));
    put(facts, "board.firmware", tree.text("sys/class/dmi/id/bios_version"));
    facts.put(FEATURES, CpuFeatures.ofInterest(CpuFeatures.detect(tree.root())));
    put(facts, "cpu.isolated", tree.text(CPUS + "/isolated"));
    put(facts, "board.power-mode", JetsonFacts.powerMode(tree));
    put(facts, GOVERNOR, FrequencyPolicies.across(tree, "scaling_governor"));
    put(facts, "frequency.driver", FrequencyPolicies.across(tree, "scaling_driver"));
    put(facts, "frequency.hardware-max-khz", FrequencyPolicies.across(tree, "cpuinfo_max_freq"));
    put(facts, "frequency.allowed-max-khz", FrequencyPolicies.across(tree, "scaling_max_freq"));
    put(facts, "frequency.allowed-min-khz", FrequencyPolicies.across(tree, "scaling_min_freq"));
    JetsonFacts.deviceFrequencies(tree)
        .forEach((name, hz) -> facts.put("frequency." + name + "-hertz", hz.toString()));
    Temperatures.slowingFrom(tree)
        .forEach((zone, t) -> facts.put("temperature." + zone + "-slows-from", decimal(t)));
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

  private static String decimal(double celsius) {
    return String.format(Locale.ROOT, "%.2f", celsius);
  }

  private static void put(Map<String, String> facts, String key, Optional<String> value) {
    value.ifPresent(v -> facts.put(key, v));
  }
}
