package dev.touchstone.runner.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Whether something slowed the CPU down to protect it.
 *
 * <p>Sources: kernel documentation {@code admin-guide/thermal/intel_thermal_throttle.rst} (event
 * counters of x86), {@code driver-api/thermal/sysfs-api.rst} (cooling devices, which hold ARM
 * boards down), {@code hwmon/raspberrypi-hwmon.rst} (under-voltage), {@link Firmware}, NVIDIA
 * Jetson Linux developer guide (over-current events and throttle alerts).
 *
 * @param events counters that only grow, by name; what the firmware remembers counts as 1
 * @param active what holds the CPU down at this moment, with a level above 0
 */
record Throttling(Map<String, Long> events, Map<String, Long> active) {

  private static final String CPUS = "sys/devices/system/cpu";
  private static final String HWMON = "sys/class/hwmon";
  private static final String THERMAL = "sys/class/thermal";

  /**
   * Cooling devices that slow the CPU; fans are cooling devices too and mean no harm, and neither
   * does one that slows a GPU that is not used.
   */
  private static final String SLOWS_THE_CPU =
      "(?i).*(cpufreq|cpu-?freq|processor|powerclamp|cpu-throttle).*";

  private static final String FIRMWARE = "firmware: ";
  private static final String REMEMBERED = " noticed";

  Throttling {
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    active = Collections.unmodifiableMap(new LinkedHashMap<>(active));
  }

  static Throttling read(FileTree tree) {
    Map<String, Long> events = new TreeMap<>();
    Map<String, Long> active = new TreeMap<>();
    for (String cpu : tree.names(CPUS, "cpu\\d+")) {
      String folder = CPUS + "/" + cpu + "/thermal_throttle/";
      for (String counter : List.of("core_throttle_count", "package_throttle_count")) {
        tree.number(folder + counter).ifPresent(n -> events.put(cpu + " " + counter, n));
      }
    }
    addOverCurrent(tree, events);
    addCooling(tree, active);
    addFirmware(tree, events, active);
    return new Throttling(events, active);
  }

  private static void addOverCurrent(FileTree tree, Map<String, Long> events) {
    for (String chip : tree.names(HWMON, "hwmon\\d+")) {
      String folder = HWMON + "/" + chip + "/";
      for (String counter : tree.names(HWMON + "/" + chip, "oc\\d+_event_cnt")) {
        String enabled = counter.replace("_event_cnt", "_throt_en");
        if (tree.number(folder + enabled).orElse(1) != 0) {
          tree.number(folder + counter).ifPresent(n -> events.put("over-current " + counter, n));
        }
      }
    }
  }

  private static void addCooling(FileTree tree, Map<String, Long> active) {
    for (String device : tree.names(THERMAL, "cooling_device\\d+")) {
      String folder = THERMAL + "/" + device;
      String type = tree.text(folder + "/type").orElse("");
      long level = tree.number(folder + "/cur_state").orElse(0);
      if (type.matches(SLOWS_THE_CPU) && level > 0) {
        active.put("cooling by " + type, level);
      }
    }
  }

  private static void addFirmware(
      FileTree tree, Map<String, Long> events, Map<String, Long> active) {
    OptionalInt word = Firmware.word(tree);
    if (word.isPresent()) {
      for (String cause : Firmware.CAUSES) {
        events.put(FIRMWARE + cause + REMEMBERED, 0L);
      }
      Firmware.past(word.getAsInt()).forEach(c -> events.put(FIRMWARE + c + REMEMBERED, 1L));
      Firmware.now(word.getAsInt()).forEach(c -> active.put(FIRMWARE + c, 1L));
    }
    for (String chip : tree.names(HWMON, "hwmon\\d+")) {
      boolean supply = tree.text(HWMON + "/" + chip + "/name").orElse("").equals("rpi_volt");
      if (supply && tree.number(HWMON + "/" + chip + "/in0_lcrit_alarm").orElse(0) == 1) {
        active.put(FIRMWARE + "under-voltage", 1L);
      }
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
            causes.add(name.endsWith(REMEMBERED) ? name : name + " rose by " + more);
          }
        });
    active.forEach((name, level) -> causes.add(name + " (level " + level + ")"));
    return causes;
  }

  /** What the firmware had noticed before this reading. */
  List<String> remembered() {
    return events.entrySet().stream()
        .filter(e -> e.getKey().endsWith(REMEMBERED) && e.getValue() > 0)
        .map(
            e -> e.getKey().substring(FIRMWARE.length(), e.getKey().length() - REMEMBERED.length()))
        .toList();
  }

  /** Whether this machine has anything that would tell. */
  static boolean observable(FileTree tree) {
    return tree.has(CPUS + "/cpu0/thermal_throttle")
        || Firmware.word(tree).isPresent()
        || tree.names(THERMAL, "cooling_device\\d+").stream()
            .map(device -> tree.text(THERMAL + "/" + device + "/type").orElse(""))
            .anyMatch(type -> type.matches(SLOWS_THE_CPU));
  }
}
