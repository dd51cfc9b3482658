package dev.touchstone.runner.system;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OperatingSystem;

/** What OSHI and the JVM know about the host, as ordered dotted keys; what is unknown is absent. */
public final class HostFacts implements Supplier<Map<String, String>> {

  /** The key of the architecture, {@code amd64} or {@code aarch64} where it is one of these. */
  static final String ARCHITECTURE = "cpu.architecture";

  /** The key of the number of logical cores. */
  static final String CORES = "cpu.cores-logical";

  /** The key of the installed memory. */
  static final String MEMORY = "memory.total-bytes";

  /** Asks now; takes some tenths of a second the first time. */
  @Override
  public Map<String, String> get() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(ARCHITECTURE, architecture(System.getProperty("os.arch", "")));
    facts.put(CORES, String.valueOf(Runtime.getRuntime().availableProcessors()));
    try {
      addFromOshi(facts);
    } catch (LinkageError e) {
      // OSHI's native access does not load on every C library: the JVM's own knowledge remains.
      facts.put("os.name", System.getProperty("os.name", ""));
      facts.put("os.kernel", System.getProperty("os.version", ""));
    }
    facts.put("jvm.version", System.getProperty("java.vm.version", ""));
    facts.put("jvm.name", System.getProperty("java.vm.name", ""));
    facts.put("jvm.vendor", System.getProperty("java.vm.vendor", ""));
    facts.values().removeIf(value -> value.isBlank() || value.equals("unknown"));
    return facts;
  }

  private static void addFromOshi(Map<String, String> facts) {
    SystemInfo system = new SystemInfo();
    CentralProcessor processor = system.getHardware().getProcessor();
    facts.put("cpu.model", processor.getProcessorIdentifier().getName().strip());
    facts.put("cpu.vendor", processor.getProcessorIdentifier().getVendor().strip());
    putPositive(facts, CORES, processor.getLogicalProcessorCount());
    putPositive(facts, "cpu.cores-physical", processor.getPhysicalProcessorCount());
    putPositive(facts, "cpu.max-frequency-hertz", processor.getMaxFreq());
    GlobalMemory memory = system.getHardware().getMemory();
    putPositive(facts, MEMORY, memory.getTotal());
    OperatingSystem os = system.getOperatingSystem();
    facts.put("os.name", os.getFamily() + " " + os.getVersionInfo().getVersion());
    facts.put("os.kernel", System.getProperty("os.version", ""));
    putPositive(facts, "os.processes", os.getProcessCount());
    Temperatures.known(system.getHardware().getSensors().getCpuTemperature())
        .ifPresent(t -> facts.put("temperature.cpu", String.format(Locale.ROOT, "%.1f", t)));
  }

  private static void putPositive(Map<String, String> facts, String key, long value) {
    if (value > 0) { // OSHI answers 0 or -1 for what it cannot know
      facts.put(key, String.valueOf(value));
    }
  }

  /** One spelling for each architecture, whatever the JVM or the kernel calls it. */
  static String architecture(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x86_64", "x86-64", "amd64" -> "amd64";
      case "arm64", "aarch64" -> "aarch64";
      default -> name;
    };
  }
}
