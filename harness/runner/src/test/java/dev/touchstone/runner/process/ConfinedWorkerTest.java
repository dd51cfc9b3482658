package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import dev.touchstone.baselines.Fault;
import dev.touchstone.runner.confinement.Confinement;
import dev.touchstone.runner.confinement.Host;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.RequiredConditions;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.WarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real workers under the limits that this machine can really enforce. */
@EnabledOnOs(OS.LINUX)
class ConfinedWorkerTest {

  private static final Path CACHE = Path.of("target", "natives");
  private static final TrialName NAME = new TrialName("candidate", "solo");
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void staysOnItsCpusAndStandsBack() throws IOException {
    Host host = Host.ofThisProcess();
    Assumptions.assumeTrue(has(host, "taskset") && has(host, "nice"), "util-linux, coreutils");
    Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two CPUs");
    Confinement confinement = Confinement.plan(profile(1, 0, OptionalInt.of(19)), host);

    TrialOutcome<String> outcome =
        launcher(confinement)
            .run(
                launch(OnnxModels.relu(folder.resolve("relu.onnx"))),
                worker -> {
                  worker.block(10);
                  return status(worker.processId());
                });

    assertThat(outcome.value().orElseThrow()).containsPattern("Cpus_allowed_list:\\s+\\d+\\n");
    assertThat(confinement.facts().get("limits.cpu-set")).matches("\\d+ \\(taskset\\)");
    assertThat(confinement.facts()).containsEntry("limits.nice", "19 (nice)");
  }

  @Test
  void runsOutOfMemoryWhereTheProfileEnds() throws IOException {
    Confinement confinement =
        Confinement.plan(profile(0, 400 * MEBIBYTE, OptionalInt.empty()), Host.ofThisProcess());
    WorkerLauncher launcher = launcher(confinement);

    assertThat(launcher.run(launch(OnnxModels.relu(folder.resolve("relu.onnx"))), w -> 1).value())
        .contains(1);
    assertThat(confinement.facts().get("limits.memory")).startsWith("400 MiB ");

    Fault fault = launcher.run(launch(hungry()), w -> 1).fault(NAME).orElseThrow();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
  }

  /** Only where a control group was made for it, since none may be made without being asked. */
  @Test
  @EnabledIfEnvironmentVariable(named = "TOUCHSTONE_CGROUP", matches = ".+")
  void isKilledByTheKernelInItsControlGroup() throws IOException {
    Confinement confinement =
        Confinement.plan(profile(0, 400 * MEBIBYTE, OptionalInt.empty()), Host.ofThisProcess());

    Fault fault = launcher(confinement).run(launch(hungry()), w -> 1).fault(NAME).orElseThrow();

    assertThat(confinement.facts().get("limits.memory")).contains("cgroup");
    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
    assertThat(fault.reason()).contains("the kernel killed the worker");
  }

  private static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/status"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean has(Host host, String program) {
    return host.path().stream().anyMatch(p -> Files.isExecutable(p.resolve(program)));
  }

  private WorkerLauncher launcher(Confinement confinement) {
    return new WorkerLauncher(
        WorkerInstallation.ofThisProcess(CACHE),
        Limits.DEFAULT,
        folder.resolve("workers"),
        confinement);
  }

  private static Launch launch(Path model) {
    return Launch.of(NAME, Order.of(model).with(new WarmUp(3, 1_000_000_000, 3)));
  }

  /** Makes 1 GiB of random numbers from nothing. */
  private Path hungry() throws IOException {
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("hungry")
            .addNode(
                OnnxMl.NodeProto.newBuilder()
                    .setOpType("RandomUniform")
                    .addOutput("r")
                    .addAttribute(
                        OnnxMl.AttributeProto.newBuilder()
                            .setName("shape")
                            .setType(OnnxMl.AttributeProto.AttributeType.INTS)
                            .addInts(1L << 28)))
            .addNode(
                OnnxMl.NodeProto.newBuilder().setOpType("ReduceSum").addInput("r").addOutput("s"))
            .addNode(
                OnnxMl.NodeProto.newBuilder()
                    .setOpType("Add")
                    .addInput("x")
                    .addInput("s")
                    .addOutput("y"))
            .addInput(value("x"))
            .addOutput(value("y"))
            .build();
    return Files.write(
        folder.resolve("hungry.onnx"),
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build()
            .toByteArray());
  }

  private static OnnxMl.ValueInfoProto value(String name) {
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(
                            OnnxMl.TensorShapeProto.newBuilder()
                                .addDim(
                                    OnnxMl.TensorShapeProto.Dimension.newBuilder()
                                        .setDimValue(1)))))
        .build();
  }

  private static HardwareProfile profile(int cores, long memory, OptionalInt nice) {
    return new HardwareProfile(
        "p",
        "",
        List.of(),
        Optional.empty(),
        Set.of(),
        cores == 0 ? OptionalInt.empty() : OptionalInt.of(cores),
        memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
        1,
        nice,
        "cpu",
        RequiredConditions.NONE,
        List.of());
  }
}
