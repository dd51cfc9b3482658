package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.runner.testing.MemoryDataset;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.quality.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with real processes and ONNX Runtime, on models of one operator. */
class RealRunTest {

  private static final PlanSettings SHORT =
      PlanSettings.STANDARD
          .withPairs(2)
          .withColdStarts(1)
          .withSolo(Duration.ofMillis(50), Duration.ofSeconds(1));

  @TempDir Path folder;

  @Test
  void measuresTwoModelsAndReportsOneThatIsNone() throws IOException {
    List<Arm> arms =
        List.of(
            Questions.arm("reference", model("reference", "Softmax")),
            Questions.arm("same", model("same", "Softmax")),
            Questions.arm("broken", folder.resolve("broken.onnx")));
    Files.writeString(arms.get(2).model(), "no model");
    Plan plan =
        Planner.plan(
            Questions.scenario(Questions.data(), new LoadPattern.SingleStream()), arms, 7, SHORT);

    RunResult run =
        new Runner(
                ProcessWorkers.ofThisProcess(folder.resolve("cache"), folder.resolve("trials")),
                SystemProbe.ofThisMachine(),
                manifest -> MemoryDataset.ofClasses(50, 3),
                Clock.systemUTC(),
                "test")
            .run(plan, Progress.NONE);

    assertThat(run.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.arm()).isEqualTo("broken");
              assertThat(fault.kind()).isEqualTo(Fault.Kind.MODEL_REFUSED);
              assertThat(fault.trial()).isEqualTo("quality");
              assertThat(fault.reason()).isNotBlank();
            });
    holdsWhatBothModelsDid(run);
    answersEverySample(run);
  }

  private static void holdsWhatBothModelsDid(RunResult run) {
    assertThat(run.solo())
        .extracting(SoloObservations::arm)
        .containsExactlyInAnyOrder("reference", "same");
    assertThat(run.solo())
        .allSatisfy(
            s -> {
              assertThat(s.queries().size()).isGreaterThanOrEqualTo(SoloLength.QUERIES_FOR_P99);
              assertThat(s.histogram().getMinValue()).isPositive();
            });
    assertThat(run.campaigns()).hasSize(1);
    assertThat(run.campaigns().get(0).pairs()).extracting(ForkPair::index).containsExactly(0, 1);
    assertThat(run.campaigns().get(0).pairs())
        .allSatisfy(p -> assertThat(p.rounds()).containsOnlyKeys("reference", "same"));
    assertThat(run.environment().facts()).containsKeys("runtime.version", "cpu.architecture");
    if (Files.exists(Path.of("/proc/self/schedstat"))) {
      assertThat(run.coldStarts()).hasSize(4).extracting(ColdStart::total).allMatch(t -> t > 0);
      assertThat(run.memory()).containsOnlyKeys("reference", "same");
      assertThat(run.floor()).isPresent();
    }
  }

  private static void answersEverySample(RunResult run) {
    for (Map.Entry<String, Predictions> entry : run.predictions().entrySet()) {
      Predictions.Scores scores = (Predictions.Scores) entry.getValue();
      assertThat(scores.size()).isEqualTo(50);
      for (int i = 0; i < 50; i++) {
        assertThat(scores.predicted(i)).isEqualTo(i % 3);
      }
    }
    assertThat(run.predictions()).containsOnlyKeys("reference", "same");
  }

  private Path model(String name, String operator) throws IOException {
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName(name)
            .addInput(port("x"))
            .addOutput(port("y"))
            .addNode(OnnxMl.NodeProto.newBuilder().setOpType(operator).addInput("x").addOutput("y"))
            .build();
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    return Files.write(folder.resolve(name + ".onnx"), model.toByteArray());
  }

  private static OnnxMl.ValueInfoProto port(String name) {
    OnnxMl.TensorShapeProto shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(1))
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(3))
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
        .build();
  }
}
