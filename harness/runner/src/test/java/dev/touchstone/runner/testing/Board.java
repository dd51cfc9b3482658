package dev.touchstone.runner.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file tree in the shape of a machine's {@code /proc} and {@code /sys}. */
public record Board(Path root) {

  /**
   * A Raspberry Pi 4 with 64-bit Raspberry Pi OS: the firmware tells of throttling, nothing counts
   * it, and no chip measures power. Pressure is counted, as with {@code psi=1} on the command line.
   */
  public static Board raspberryPi4(Path root) {
    Board board = new Board(root).withLoad("0.10").withPressure(0, 0, 0).withMemory(3_884_000, 0);
    board.file("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    StringBuilder cpuinfo = new StringBuilder();
    for (int cpu = 0; cpu < 4; cpu++) {
      cpuinfo.append("processor\t: ").append(cpu).append("\nBogoMIPS\t: 108.00\n");
      cpuinfo.append("Features\t: fp asimd evtstrm crc32 cpuid\nCPU part\t: 0xd08\n\n");
    }
    board.file("proc/cpuinfo", cpuinfo + "Model\t\t: Raspberry Pi 4 Model B Rev 1.4\n");
    board.policy(0, "ondemand", 600_000, 1_800_000, 1_800_000);
    board.zone(0, "cpu-thermal", 48_686);
    board.trip(0, 0, "critical", 110_000);
    board.chip(0, "cpu_thermal").file("sys/class/hwmon/hwmon0/temp1_input", "48686\n");
    board.chip(1, "rpi_volt").supplyAlarm(0);
    board.firmware("0");
    return board;
  }

  /**
   * A Raspberry Pi 5, whose kernel has no file for the firmware's word: the program {@code
   * vcgencmd} has, if it is installed. It has a fan, a supply alarm, and an analog converter.
   */
  public static Board raspberryPi5(Path root) {
    Board board = new Board(root).withLoad("0.05").withMemory(7_700_000, 0);
    board.file("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
    board.file(
        "proc/cpuinfo",
        "processor\t: 0\nFeatures\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp asimddp\n");
    board.policy(0, "ondemand", 1_500_000, 2_400_000, 2_400_000);
    board.zone(0, "cpu-thermal", 52_100);
    board.trip(0, 0, "critical", 110_000);
    board.trip(0, 1, "active", 50_000);
    board.cooling(0, "pwm-fan", 1);
    board.chip(0, "cpu_thermal").file("sys/class/hwmon/hwmon0/temp1_input", "52100\n");
    board.chip(1, "rp1_adc").file("sys/class/hwmon/hwmon1/in1_input", "1478\n");
    board.chip(2, "pwmfan").file("sys/class/hwmon/hwmon2/fan1_input", "2711\n");
    board.chip(3, "rpi_volt").file("sys/class/hwmon/hwmon3/in0_lcrit_alarm", "0\n");
    return board.file("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/modalias", "");
  }

  /**
   * A Jetson Orin Nano: two policies, zones that answer an error or a dummy, cooling devices,
   * over-current counters, and an INA3221 that measures the rail that feeds the module.
   */
  public static Board jetson(Path root) {
    Board board = new Board(root).withLoad("0.52").withPressure(0, 0, 0).withMemory(7_800_000, 0);
    board.file("proc/device-tree/model", "NVIDIA Jetson Orin Nano Developer Kit\0");
    board.file(
        "proc/cpuinfo",
        """
        processor : 0
        Features  : fp asimd evtstrm fphp asimdhp asimddp
        processor : 1
        Features  : fp asimd evtstrm fphp asimdhp asimddp uscat
        """);
    board.policy(0, "schedutil", 729_600, 1_510_400, 1_510_400);
    board.policy(4, "schedutil", 1_344_000, 1_510_400, 1_510_400);
    board.file("sys/class/devfreq/17000000.gpu/cur_freq", "306000000\n");
    board.file("var/lib/nvpmodel/status", "pmode:0001 fmode:fan_mode_quiet\n");
    board.file(
        "etc/nvpmodel.conf",
        "< POWER_MODEL ID=0 NAME=15W >\nCPU_ONLINE CORE_0 1\n< POWER_MODEL ID=1 NAME=7W >\n");
    board.zone(0, "cpu-thermal", 51_250);
    board.trip(0, 0, "critical", 104_500);
    board.trip(0, 1, "passive", 99_000);
    board.zone(1, "PMIC-Die", 100_000);
    board.file("sys/class/thermal/thermal_zone2/type", "cv0-thermal");
    board.cooling(0, "pwm-fan", 3);
    board.cooling(1, "cpufreq-cpu0", 0);
    board.cooling(2, "gpu-throttle-alert", 1);
    board.cooling(3, "cpu-throttle-alert", 0);
    board.chip(1, "ina3221").rail(1, "VDD_IN", 5_032, 976);
    board.rail(2, "VDD_CPU_GPU_CV", 5_032, 184);
    board.rail(3, "VDD_SOC", 5_032, 296);
    board.file("sys/class/hwmon/hwmon1/in4_input", "1950\n");
    board.file("sys/class/hwmon/hwmon1/in7_label", "sum of shunt voltages\n");
    board.file("sys/class/hwmon/hwmon1/in7_input", "2910\n");
    board.chip(3, "soctherm_oc").file("sys/class/hwmon/hwmon3/oc1_event_cnt", "0\n");
    board.file("sys/class/hwmon/hwmon3/oc1_throt_en", "1\n");
    board.file("sys/class/hwmon/hwmon3/oc3_event_cnt", "27390\n");
    board.file("sys/class/hwmon/hwmon3/oc3_throt_en", "0\n");
    return board;
  }

  /**
   * An Intel NUC: throttle counters, package sensor, energy counters, control groups version 2 with
   * a quota.
   */
  public static Board nuc(Path root) {
    Board board =
        new Board(root).withLoad("1.20").withPressure(100, 0, 0).withMemory(16_000_000, 0);
    board.file("sys/class/dmi/id/product_name", "NUC11PAHi5");
    board.file("sys/class/dmi/id/sys_vendor", "Intel(R) Client Systems");
    board.file("proc/cpuinfo", "processor : 0\nflags : fpu sse4_2 avx2 fma avx512f avx512_vnni\n");
    board.policy(0, "powersave", 400_000, 4_200_000, 4_200_000);
    board.zone(0, "acpitz", 27_800);
    board.zone(1, "x86_pkg_temp", 55_000);
    board.trip(1, 0, "passive", 0);
    board.cooling(0, "Processor", 0);
    board.cooling(1, "intel_powerclamp", -1);
    board.cooling(2, "TCC Offset", 3);
    board.energy("intel-rapl:0", "package-0", 123_456_789);
    board.energy("intel-rapl:0:0", "core", 100_000_000);
    board.energy("intel-rapl:0:1", "uncore", 2_000_000);
    board.energy("intel-rapl:0:2", "dram", 5_000_000);
    board.energy("intel-rapl:1", "psys", 400_000_000);
    board.energy("intel-rapl-mmio:0", "package-0", 123_456_789);
    board.file("sys/class/powercap/intel-rapl/enabled", "1\n");
    board.throttleCount(7);
    board.chip(0, "coretemp");
    board.file("sys/class/hwmon/hwmon0/temp1_input", "55000");
    board.file("proc/self/cgroup", "0::/ci.slice/job-7.scope\n");
    board.file("sys/fs/cgroup/cgroup.controllers", "cpu memory");
    board.file("sys/fs/cgroup/ci.slice/cpu.max", "150000 100000");
    board.file("sys/fs/cgroup/ci.slice/cpu.stat", "usage_usec 5\nthrottled_usec 1000\n");
    board.file("sys/fs/cgroup/ci.slice/memory.max", "4294967296");
    board.file("sys/fs/cgroup/ci.slice/job-7.scope/cpu.max", "max 100000");
    board.file("sys/fs/cgroup/ci.slice/job-7.scope/memory.max", "max");
    return board;
  }

  /** A small virtual machine: no sensors, no governor, no pressure, control groups version 1. */
  public static Board bareVirtualMachine(Path root) {
    Board board = new Board(root).withLoad("0.00").withMemory(4_000_000, 0);
    board.file("proc/cpuinfo", "processor : 0\nflags : fpu sse4_2 avx2\n");
    board.file("proc/self/cgroup", "4:memory:/job/1\n3:cpu,cpuacct:/job/1\n");
    board.file("sys/fs/cgroup/memory/job/1/memory.limit_in_bytes", "9223372036854771712");
    board.file("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "2147483648");
    board.file("sys/fs/cgroup/cpu/job/1/cpu.cfs_quota_us", "-1");
    board.file("sys/fs/cgroup/cpu/job/1/cpu.cfs_period_us", "100000");
    return board;
  }

  /** Writes one file. */
  public Board file(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /** Load average of the last minute. */
  public Board withLoad(String average) {
    return file("proc/loadavg", average + " 0.00 0.00 1/100 1234\n");
  }

  /** Microseconds of waiting since boot. */
  public Board withPressure(long cpuSome, long memoryFull, long ioSome) {
    pressure("cpu", cpuSome, 0);
    pressure("memory", memoryFull, memoryFull);
    return pressure("io", ioSome, 0);
  }

  private Board pressure(String resource, long some, long full) {
    String averages = " avg10=0.00 avg60=0.00 avg300=0.00 total=";
    return file(
        "proc/pressure/" + resource, "some" + averages + some + "\nfull" + averages + full + "\n");
  }

  /** Available memory and used swap. */
  public Board withMemory(long availableKibibytes, long swapUsedKibibytes) {
    return file(
        "proc/meminfo",
        "MemAvailable: "
            + availableKibibytes
            + " kB\nSwapTotal: 2097152 kB\nSwapFree: "
            + (2097152 - swapUsedKibibytes)
            + " kB\n");
  }

  /** All time and stolen time, in ticks. */
  public Board withTicks(long total, long stolen) {
    return file("proc/stat", "cpu  " + (total - stolen) + " 0 0 0 0 0 0 " + stolen + " 5 0\n");
  }

  /** What the Raspberry Pi's firmware says, in hexadecimal. */
  public Board firmware(String bits) {
    return file("sys/devices/platform/soc/soc:firmware/get_throttled", bits + "\n");
  }

  /** The throttle counter of core 0. */
  public Board throttleCount(long count) {
    return file("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", count + "\n");
  }

  /** The alarm of a Raspberry Pi's power supply. */
  public Board supplyAlarm(int alarm) {
    return file("sys/class/hwmon/hwmon1/in0_lcrit_alarm", alarm + "\n");
  }

  /** The temperature of a zone, in thousandths of a degree. */
  public Board zone(int zone, String type, long milli) {
    file("sys/class/thermal/thermal_zone" + zone + "/type", type + "\n");
    return file("sys/class/thermal/thermal_zone" + zone + "/temp", milli + "\n");
  }

  /** A trip point of a zone. */
  public Board trip(int zone, int point, String type, long milli) {
    String path = "sys/class/thermal/thermal_zone" + zone + "/trip_point_" + point;
    return file(path + "_type", type + "\n").file(path + "_temp", milli + "\n");
  }

  /** A cooling device and its level. */
  public Board cooling(int device, String type, int level) {
    String folder = "sys/class/thermal/cooling_device" + device;
    return file(folder + "/type", type + "\n").file(folder + "/cur_state", level + "\n");
  }

  /** A hardware monitor. */
  public Board chip(int number, String name) {
    return file("sys/class/hwmon/hwmon" + number + "/name", name + "\n");
  }

  /** A channel of the INA3221 at {@code hwmon1}. */
  public Board rail(int channel, String label, long millivolts, long milliamperes) {
    String folder = "sys/class/hwmon/hwmon1/";
    file(folder + "in" + channel + "_label", label + "\n");
    file(folder + "in" + channel + "_enable", "1\n");
    file(folder + "in" + channel + "_input", millivolts + "\n");
    return file(folder + "curr" + channel + "_input", milliamperes + "\n");
  }

  /** An energy counter of the processor, which starts again at 262 143 328 850. */
  public Board energy(String zone, String name, long microjoules) {
    String folder = "sys/class/powercap/" + zone;
    file(folder + "/name", name + "\n");
    file(folder + "/max_energy_range_uj", "262143328850\n");
    return file(folder + "/energy_uj", microjoules + "\n");
  }

  /** Time of all CPUs in ticks: idle, of other processes, and of this one with its children. */
  public Board withWork(long idle, long others, long own) {
    file("proc/stat", "cpu  " + (others + own) + " 0 0 " + idle + " 0 0 0 0 0 0\ncpu0 1 2 3\n");
    return file(
        "proc/self/stat",
        "4242 (java (odd) name) S 1 4242 4242 0 -1 4194304 1 2 3 4 "
            + own
            + " 0 0 0 20 0 19 0 152003 3133440 413\n");
  }

  /** A group of cores that is clocked together. */
  public Board policy(int number, String governor, long now, long allowed, long hardware) {
    String folder = "sys/devices/system/cpu/cpufreq/policy" + number + "/";
    file(folder + "scaling_governor", governor);
    file(folder + "scaling_cur_freq", String.valueOf(now));
    file(folder + "scaling_max_freq", String.valueOf(allowed));
    return file(folder + "cpuinfo_max_freq", String.valueOf(hardware));
  }
}
