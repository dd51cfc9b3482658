package dev.touchstone.runner.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file tree in the shape of a machine's {@code /proc} and {@code /sys}. */
public record Board(Path root) {

  /** A Raspberry Pi 4 with 64-bit Raspberry Pi OS: firmware tells of throttling, no counters. */
  public static Board raspberryPi4(Path root) {
    Board board = new Board(root).withLoad("0.10").withPressure(0, 0, 0).withMemory(3_884_000, 0);
    board.file("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    StringBuilder cpuinfo = new StringBuilder();
    for (int cpu = 0; cpu < 4; cpu++) {
      cpuinfo.append("processor\t: ").append(cpu).append("\nBogoMIPS\t: 108.00\n");
      cpuinfo.append("Features\t: fp asimd evtstrm crc32 cpuid\nCPU part\t: 0xd08\n\n");
      board.frequency(cpu, "ondemand", 600_000, 1_800_000, 1_800_000);
    }
    board.file("proc/cpuinfo", cpuinfo + "Model\t\t: Raspberry Pi 4 Model B Rev 1.4\n");
    board.file("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
    board.file("sys/class/thermal/thermal_zone0/temp", "48686\n");
    board.firmware("0");
    return board;
  }

  /** A Jetson Orin: big and little zones, a dummy zone, cooling devices, over-current counters. */
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
    board.frequency(0, "schedutil", 729_600, 1_510_400, 1_510_400);
    board.frequency(1, "schedutil", 729_600, 1_510_400, 1_510_400);
    board.file("sys/class/thermal/thermal_zone0/type", "cpu-thermal");
    board.file("sys/class/thermal/thermal_zone0/temp", "51250");
    board.file("sys/class/thermal/thermal_zone1/type", "PMIC-Die");
    board.file("sys/class/thermal/thermal_zone1/temp", "100000");
    board.file("sys/class/thermal/thermal_zone2/type", "cv0-thermal");
    board.file("sys/class/thermal/cooling_device0/type", "pwm-fan");
    board.file("sys/class/thermal/cooling_device0/cur_state", "3");
    board.file("sys/class/thermal/cooling_device1/type", "cpufreq-cpu0");
    board.file("sys/class/thermal/cooling_device1/cur_state", "0");
    board.file("sys/class/hwmon/hwmon3/name", "soctherm_oc");
    board.file("sys/class/hwmon/hwmon3/oc1_event_cnt", "0");
    return board;
  }

  /** An Intel NUC: throttle counters, package sensor, control groups version 2 with a quota. */
  public static Board nuc(Path root) {
    Board board =
        new Board(root).withLoad("1.20").withPressure(100, 0, 0).withMemory(16_000_000, 0);
    board.file("sys/class/dmi/id/product_name", "NUC11PAHi5");
    board.file("sys/class/dmi/id/sys_vendor", "Intel(R) Client Systems");
    board.file("proc/cpuinfo", "processor : 0\nflags : fpu sse4_2 avx2 fma avx512f avx512_vnni\n");
    board.frequency(0, "powersave", 400_000, 4_200_000, 4_200_000);
    board.throttleCount(7);
    board.file("sys/class/hwmon/hwmon0/name", "coretemp");
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

  private void frequency(int cpu, String governor, long now, long allowed, long hardware) {
    String folder = "sys/devices/system/cpu/cpu" + cpu + "/cpufreq/";
    file(folder + "scaling_governor", governor);
    file(folder + "scaling_cur_freq", String.valueOf(now));
    file(folder + "scaling_max_freq", String.valueOf(allowed));
    file(folder + "cpuinfo_max_freq", String.valueOf(hardware));
  }
}
