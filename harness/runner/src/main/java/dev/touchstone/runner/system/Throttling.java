package dev.touchstone.runner.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether something slowed the CPU down to protect it.
 *
 * <p>Sources: kernel documentation {@code admin-guide/thermal/intel_thermal_throttle.rst} (event
 * counters of x86), {@code driver-api/thermal/sysfs-api.rst} (cooling devices, which hold ARM
 * boards down), Raspberry Pi documentation of {@code vcgencmd get_throttled} (bits 0 to 3: now),
 * NVIDIA Jetson Linux developer guide (over-current events below {@code hwmon}).
 *
 * @param events counters that only grow, by name
 * @param active what holds the CPU down at this moment, with a level above 0
 */
record Throttling(Map<String, Long> events, Map<String, Long> active) {

  private static final String CPUS = "sys/devices/system/cpu";
  private static final String HWMON = "sys/class/hwmon";
  private static final String THERMAL = "sys/class/thermal";

  /** Cooling devices that slow the CPU; fans are cooling devices too, and mean no harm. */
  private static final String SLOWS_THE_CPU = "(?i).*(cpufreq|cpu-?freq|processor|powerclamp).*";

  private static final String RASPBERRY_PI = "sys/devices/platform/soc/soc:firmware/get_throttled";

  private static final List<String> RASPBERRY_PI_NOW =
      List.of("under-voltage", "frequency capped", "throttled", "soft temperature limit");

  Throttling {
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    active = Collections.unmodifiableMap(new LinkedHashMap<>(active));
  }

  static Throttling read(FileTree tree) {
    Map<String, Long> events = new TreeMap<>();
    for (String cpu : tree.names(CPUS, "cpu\\d+")) {
      String folder = CPUS + "/" + cpu + "/thermal_throttle/";
      for (String counter : List.of("core_throttle_count", "package_throttle_count")) {
        tree.number(folder + counter).ifPresent(n -> events.put(cpu + " " + counter, n));
      }
    }
    for (String chip : tree.names(HWMON, "hwmon\\d+")) {
      for (String counter : tree.names(HWMON + "/" + chip, "oc\\d+_event_cnt")) {
        tree.number(HWMON + "/" + chip + "/" + counter)
            .ifPresent(n -> events.put("over-current " + counter, n));
      }
    }
    return new Throttling(events, active(tree));
  }

  private static Map<String, Long> active(FileTree tree) {
    Map<String, Long> active = new TreeMap<>();
    for (String device : tree.names(THERMAL, "cooling_device\\d+")) {
      String folder = THERMAL + "/" + device;
      String type = tree.text(folder + "/type").orElse("");
      long level = tree.number(folder + "/cur_state").orElse(0);
      if (type.matches(SLOWS_THE_CPU) && level > 0) {
        active.put("cooling by " + type, level);
      }
    }
    int bits = tree.text(RASPBERRY_PI).map(Throttling::hexadecimal).orElse(0);
    for (int i = 0; i < RASPBERRY_PI_NOW.size(); i++) {
      if ((bits >> i & 1) == 1) {
        active.put("firmware: " + RASPBERRY_PI_NOW.get(i), 1L);
      }
    }
    return active;
  }

  private static int hexadecimal(String text) {
    try {
      return Integer.parseInt(text.replaceFirst("^0x", ""), 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * What slowed the CPU down between an earlier reading and this one, one phrase each; empty if
   * nothing did or nothing can be known.
   */
  List<String> since(Throttling before) {
    List<String> causes = new ArrayList<>();
    events.forEach(
        (name, count) -> {
          long more = count - before.events.getOrDefault(name, count);
          if (more > 0) {
            causes.add(name + " rose by " + more);
          }
        });
    active.forEach((name, level) -> causes.add(name + " (level " + level + ")"));
    return causes;
  }

  /** Whether this machine has anything that would tell. */
  static boolean observable(FileTree tree) {
    return tree.has(CPUS + "/cpu0/thermal_throttle")
        || tree.has(RASPBERRY_PI)
        || !tree.names(THERMAL, "cooling_device\\d+").isEmpty();
  }
}
