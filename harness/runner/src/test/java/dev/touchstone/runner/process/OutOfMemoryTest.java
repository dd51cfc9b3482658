package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Fault;
import dev.touchstone.worker.protocol.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory that runs out, in each of the places where it can. */
@Timeout(120)
class OutOfMemoryTest {

  private static final Path CACHE = Path.of("target", "natives");
  private static final TrialName NAME = new TrialName("candidate", "test");
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void inAControlGroupIsToldByTheKernel() throws Exception {
    Path group = controlGroup(200 * MEBIBYTE);
    try {
      Fault fault =
          fault(
              "echo $$ > " + group + "/cgroup.procs; exec JAVA \"$@\"",
              OnnxModels.zeros(256 * MEBIBYTE, folder.resolve("zeros.onnx")));

      assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
      assertThat(fault.exitCode()).hasValue(137);
      assertThat(fault.reason())
          .isEqualTo(
              "the kernel killed the worker (signal 9, SIGKILL) because memory ran out, while "
                  + Phase.LOAD);
    } finally {
      Files.delete(group);
    }
  }

  @Test
  void inNativeCodeIsToldByTheRuntime() {
    Fault fault =
        fault(
            "ulimit -v 8000000; exec JAVA \"$@\"",
            OnnxModels.zeros(4_000 * MEBIBYTE, folder.resolve("zeros.onnx")));

    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
  }

  @Test
  void inTensorsOutsideOfTheHeapIsToldByTheJvm() {
    Fault fault =
        fault(
            "ulimit -v 3000000; exec JAVA \"$@\"",
            OnnxModels.wide(500_000_000, folder.resolve("wide.onnx")));

    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
    assertThat(fault.exitCode()).hasValue(3);
    assertThat(String.join("\n", fault.lastLines())).contains("OutOfMemoryError");
  }

  @Test
  void evenForTheJvmItselfIsNoCrashOfTheModel() {
    Fault fault =
        fault("ulimit -v 1200000; exec JAVA \"$@\"", OnnxModels.relu(folder.resolve("relu.onnx")));

    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
  }

  private Fault fault(String script, Path model) {
    WorkerInstallation confined =
        Wrapped.by(script, WorkerInstallation.ofThisProcess(CACHE), folder);
    TrialOutcome<Block> outcome =
        new WorkerLauncher(confined, Limits.DEFAULT, folder.resolve("trials"))
            .run(Launch.of(NAME, Order.of(model)), worker -> worker.block(1));
    return outcome.fault(NAME).orElseThrow();
  }

  /** A new group in the first hierarchy in which this user may make one. */
  private static Path controlGroup(long bytes) {
    for (String[] version :
        new String[][] {
          {"/sys/fs/cgroup", "memory.max"}, {"/sys/fs/cgroup/memory", "memory.limit_in_bytes"}
        }) {
      Path group = Path.of(version[0], "touchstone-test-" + ProcessHandle.current().pid());
      try {
        Files.createDirectory(group);
        Files.writeString(
            group.resolve(version[1]), Long.toString(bytes), StandardOpenOption.WRITE);
        return group;
      } catch (IOException e) {
        group.toFile().delete();
      }
    }
    return Assumptions.abort("needs the right to make a control group with a memory limit");
  }
}
