package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.worker.protocol.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {

  private static final String STATUS =
      """
      Name:	java
      VmPeak:	 2500000 kB
      VmHWM:	  106696 kB
      VmRSS:	  102228 kB
      RssAnon:	   60000 kB
      RssFile:	   42228 kB
      """;

  @TempDir Path proc;

  private Path self;
  private ProcessFiles files;

  @BeforeEach
  void makeRoot() throws IOException {
    self = Files.createDirectories(proc.resolve("self"));
    files = new ProcessFiles(self);
  }

  @Test
  void readsPeakResidentAndThePagesOfFiles() throws IOException {
    Files.writeString(self.resolve("status"), STATUS);
    Files.writeString(
        self.resolve("smaps_rollup"),
        """
        5580-7ffd ---p 00000000 00:00 0    [rollup]
        Rss:              102240 kB
        Pss:               80000 kB
        Pss_Anon:          60000 kB
        Pss_File:          20000 kB
        Anonymous:         60040 kB
        """);

    assertThat(files.usage()).contains(new Usage(106_696 * 1024L, 102_240 * 1024L, 42_200 * 1024L));
    assertThat(files.peakBytes()).hasValue(106_696 * 1024L);
  }

  @Test
  void takesTheCountersWhereTheKernelHasNoRollup() throws IOException {
    Files.writeString(self.resolve("status"), STATUS);

    assertThat(files.usage().orElseThrow().fileBacked()).isEqualTo(42_228 * 1024L);
  }

  @Test
  void saysNothingWhereThereIsNoSuchKernel() {
    assertThat(files.usage()).isEmpty();
    assertThat(files.peakBytes()).isEmpty();
    assertThat(files.cpuNanos()).isEmpty();
    assertThat(files.threads()).isEmpty();
  }

  @Test
  void addsTheCpuTimeOfAllThreads() throws IOException {
    thread("10", "java", "1000000 5 1");
    thread("11", "GC Thread#0", "234 5 1");

    assertThat(files.cpuNanos()).hasValue(1_000_234);
  }

  @Test
  void observesTheThreadsThatTheCallingOneStarted() throws IOException {
    thread("10", "java", "7 5 1");
    Set<String> before = files.threads();
    thread("12", "java", "42 5 1");
    thread("13", "C2 CompilerThre", "9000 5 1");
    Files.createSymbolicLink(proc.resolve("thread-self"), Path.of("9/task/10"));

    List<ObservedThread> started = files.startedSince(before);

    assertThat(started).hasSize(1);
    assertThat(started.get(0).cpuNanos()).isEqualTo(42);
    thread("12", "java", "1234567 5 1");
    assertThat(started.get(0).cpuNanos()).isEqualTo(1_234_567);
  }

  private void thread(String id, String name, String schedstat) throws IOException {
    Path task = Files.createDirectories(self.resolve("task").resolve(id));
    Files.writeString(task.resolve("comm"), name + "\n");
    Files.writeString(task.resolve("schedstat"), schedstat + "\n");
  }
}
