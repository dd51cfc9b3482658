package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Batching;
import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.CpuAccount;
import dev.touchstone.worker.protocol.Frame;
import dev.touchstone.worker.protocol.FrameReader;
import dev.touchstone.worker.protocol.FrameWriter;
import dev.touchstone.worker.protocol.Messages;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.Optimization;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.RuntimeSettings;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import dev.touchstone.worker.protocol.WarmUp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {

  @TempDir Path folder;

  @Nested
  class OfAModelThatRuns {

    @Test
    void saysThatItStartedAndThatItIsReady() throws Exception {
      List<Reply> replies = run(order(TinyModel.relu("N", 4)));

      assertThat(replies).hasSize(2);
      assertThat(replies.get(0)).isEqualTo(new Reply.Started());
      Reply.Ready ready = (Reply.Ready) replies.get(1);
      assertThat(ready.outputs()).isEqualTo("pinned");
      assertThat(ready.cpuAccount()).isEqualTo(CpuAccount.CALLING_THREAD);
      assertThat(ready.warmUpIterations()).isEqualTo(3);
      assertThat(ready.modelInputs().toString()).contains("x", "FLOAT", "[N, 4]");
      assertThat(ready.modelOutputs().toString()).contains("y", "FLOAT", "[N, 4]");
    }

    @Test
    void marksItsWayInOrder() throws Exception {
      var marks = ((Reply.Ready) run(order(TinyModel.relu(1, 4))).get(1)).marks();

      assertThat(
              List.of(
                  marks.firstInstruction(),
                  marks.runtimeLoaded(),
                  marks.sessionCreated(),
                  marks.firstInferenceDone(),
                  marks.warm()))
          .isSorted();
    }

    @Test
    void answersABlockWithEveryIteration() throws Exception {
      List<Reply> replies =
          run(order(TinyModel.relu(1, 4)), new Command.Block(Reply.Observed.MAX + 5));

      assertThat(((Reply.Observed) replies.get(2)).size()).isEqualTo(Reply.Observed.MAX);
      assertThat(((Reply.Observed) replies.get(3)).size()).isEqualTo(5);
      assertThat(replies.get(4)).isEqualTo(new Reply.Done(Reply.Observed.MAX + 5));
    }

    @Test
    void runsAQueryAsOneBatchIfTheModelTakesBatches() throws Exception {
      Command load = new Command.Load(new Arrival.Offline(8), Stop.afterQueries(3));

      Reply.LoadDone batched = (Reply.LoadDone) last(run(order(TinyModel.relu("N", 4)), load));
      Reply.LoadDone single = (Reply.LoadDone) last(run(order(TinyModel.relu(1, 4)), load));

      assertThat(batched.samplesPerQuery()).isEqualTo(8);
      assertThat(batched.inferencesPerQuery()).isEqualTo(1);
      assertThat(single.samplesPerQuery()).isEqualTo(8);
      assertThat(single.inferencesPerQuery()).isEqualTo(8);
      assertThat(single.queries()).isEqualTo(3);
    }

    @Test
    void putsWaitingQueriesIntoBatchesOfEverySize() throws Exception {
      Batching batching = new Batching(4, 5_000_000);
      Command load =
          new Command.Load(new Arrival.Burst(7, 8_000_000, batching), Stop.afterQueries(14));

      Reply.LoadDone done = (Reply.LoadDone) last(run(order(TinyModel.relu("N", 4)), load));

      // Two bursts of seven are two batches of four and two of three.
      assertThat(done.queries()).isEqualTo(14);
      assertThat(done.inferences()).isEqualTo(4);
      assertThat(done.observations()).isEqualTo(14);
    }

    @Test
    void doesNotBatchAModelThatTakesNoBatchesButGoesOnWithOtherLoads() throws Exception {
      Command load =
          new Command.Load(new Arrival.Server(1, 1, new Batching(4, 1)), Stop.afterQueries(1));
      Command other = new Command.Load(new Arrival.SingleStream(), Stop.afterQueries(2));

      List<Reply> replies = run(order(TinyModel.relu(1, 4)), load, other);

      assertThat(replies)
          .contains(
              new Reply.Unsuited(
                  "dynamic batching needs a model whose inputs all begin with a free batch"
                      + " dimension; this one takes x [1, 4]"));
      assertThat(((Reply.LoadDone) last(replies)).queries()).isEqualTo(2);
    }

    @Test
    void goesOnWithTheLoadThatRanLast() throws Exception {
      Command load = new Command.Load(new Arrival.Offline(3), Stop.afterQueries(2));
      Command more = new Command.GoOn(Stop.afterQueries(5));

      Reply.LoadDone done = (Reply.LoadDone) last(run(order(TinyModel.relu("N", 4)), load, more));

      assertThat(done.queries()).isEqualTo(5);
      assertThat(done.samplesPerQuery()).isEqualTo(3);
      assertThat(last(run(order(TinyModel.relu("N", 4)), more)))
          .isEqualTo(new Reply.Unsuited("no load was run yet that could go on"));
    }

    @Test
    void tellsEverySliceOfASustainedLoad() throws Exception {
      Command load =
          new Command.Load(new Arrival.Sustained(20_000_000), Stop.afterTime(60_000_000));

      List<Reply> replies = run(order(TinyModel.relu(1, 4)), load);

      assertThat(replies).filteredOn(Reply.Sliced.class::isInstance).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void feedsSeveralInputsOfSeveralTypes() throws Exception {
      TinyModel model =
          new TinyModel()
              .input("a", TinyModel.INT64, "N", 3)
              .input("b", TinyModel.INT32, "N", 3)
              .input("c", TinyModel.UINT8, "N", 3)
              .input("d", TinyModel.BOOL, "N", 3)
              .cast("a", TinyModel.FLOAT, "fa")
              .cast("b", TinyModel.FLOAT, "fb")
              .cast("c", TinyModel.FLOAT, "fc")
              .cast("d", TinyModel.FLOAT, "fd")
              .node("Add", "fa", "fb", "ab")
              .node("Add", "fc", "fd", "cd")
              .node("Add", "ab", "cd", "y")
              .output("y", TinyModel.FLOAT, "N", 3);

      assertThat(last(run(order(model), new Command.Block(3)))).isEqualTo(new Reply.Done(3));
    }

    @Test
    void doesNotPinAnOutputWhoseSizeDependsOnTheValues() throws Exception {
      TinyModel model =
          new TinyModel()
              .input("x", TinyModel.FLOAT, 1, 4)
              .node("NonZero", "x", "y")
              .output("y", TinyModel.INT64, 2, "hits");

      List<Reply> replies = run(order(model), new Command.Block(3));

      assertThat(((Reply.Ready) replies.get(1)).outputs())
          .isEqualTo(
              "not pinned: output \"y\" is declared as [2, hits], so its size is known only after"
                  + " a run");
      assertThat(last(replies)).isEqualTo(new Reply.Done(3));
    }

    @Test
    void countsTheCpuTimeOfTheRuntimesThreadsIfThereAreSeveral() throws Exception {
      Order order = order(TinyModel.relu(1, 4)).with(RuntimeSettings.DEFAULT.withThreads(2));

      assertThat(((Reply.Ready) run(order).get(1)).cpuAccount())
          .isNotEqualTo(CpuAccount.CALLING_THREAD);
    }

    @Test
    void readsItsMemoryWhereTheKernelSays() throws Exception {
      Reply reply = last(run(order(TinyModel.relu(1, 4)), new Command.ReadMemory()));

      boolean linux = Files.exists(Path.of("/proc/self/status"));
      assertThat(((Reply.MemoryRead) reply).usage().isPresent()).isEqualTo(linux);
    }
  }

  @Nested
  class OfSamples {

    @Test
    void writesWhatTheModelAnswersToEach() throws Exception {
      Path samples = samples("x", TensorType.FLOAT32, List.of(2L), -1, 2, 3, -4, -5, 6);
      Path answers = folder.resolve("answers");

      Reply reply =
          last(
              run(
                  order(TinyModel.relu("N", 2)),
                  new Command.Quality(samples.toString(), answers.toString(), 1, 2)));

      assertThat(reply).isEqualTo(new Reply.QualityDone(2));
      try (TensorFile file = TensorFile.open(answers)) {
        assertThat(file.tensors())
            .containsExactly(new TensorSpec("y", TensorType.FLOAT32, List.of(1L, 2L)));
        ByteBuffer answer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, 0, answer);
        assertThat(answer.getFloat(0)).isEqualTo(3);
        assertThat(answer.getFloat(4)).isEqualTo(0);
        file.read(1, 0, answer);
        assertThat(answer.getFloat(0)).isEqualTo(0);
        assertThat(answer.getFloat(4)).isEqualTo(6);
      }
    }

    @Test
    void fillTheOnlyInputIfTheyNameNone() throws Exception {
      Path samples = samples("", TensorType.FLOAT32, List.of(2L), 1, 2);

      assertThat(last(run(timedOn(samples), new Command.Block(2)))).isEqualTo(new Reply.Done(2));
    }

    @Test
    void areRefusedIfTheirTypeIsNotTheInputs() throws Exception {
      Path samples = samples("x", TensorType.INT32, List.of(2L), 1, 2);

      assertThat(last(run(timedOn(samples))))
          .isEqualTo(
              new Reply.Refused(
                  "input \"x\" wants elements of type FLOAT, but the samples have INT32"));
    }

    @Test
    void areRefusedIfTheyFillAnInputThatIsNotThere() throws Exception {
      Path samples = samples("z", TensorType.FLOAT32, List.of(2L), 1, 2);

      assertThat(last(run(timedOn(samples))))
          .isEqualTo(new Reply.Refused("the samples fill an input \"z\"; the model has [x]"));
    }

    @Test
    void areRefusedIfThereAreFewerThanAsked() throws Exception {
      Path samples = samples("x", TensorType.FLOAT32, List.of(2L), 1, 2);

      assertThat(
              last(
                  run(
                      order(TinyModel.relu("N", 2)),
                      new Command.Quality(samples.toString(), "unused", 0, 2))))
          .isEqualTo(new Reply.Refused("there are only 1 samples"));
    }

    private Order timedOn(Path samples) {
      return order(TinyModel.relu("N", 2))
          .with(new ModelInputs(Optional.of(samples.toString()), 4, 1));
    }

    private Path samples(String name, TensorType type, List<Long> shape, int... values)
        throws IOException {
      Path file = folder.resolve("samples");
      TensorSpec spec = new TensorSpec(name, type, shape);
      try (TensorFile.Writer out = new TensorFile.Writer(file, List.of(spec))) {
        for (int i = 0; i < values.length; i += 2) {
          ByteBuffer record = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          for (int j = 0; j < 2; j++) {
            if (type == TensorType.FLOAT32) {
              record.putFloat(values[i + j]);
            } else {
              record.putInt(values[i + j]);
            }
          }
          out.write(record.flip());
        }
      }
      return file;
    }
  }

  @Nested
  class OfAModelThatDoesNotRun {

    @Test
    void tellsWhyTheRuntimeRefusesAFileThatIsNoModel() throws Exception {
      Path file = Files.writeString(folder.resolve("broken.onnx"), "no model");

      Reply reply = last(run(Order.of(file)));

      assertThat(((Reply.Refused) reply).reason()).contains("broken.onnx");
    }

    @Test
    void tellsWhyTheRuntimeRefusesAFileThatIsMissing() throws Exception {
      Reply reply = last(run(Order.of(folder.resolve("missing.onnx"))));

      assertThat(((Reply.Refused) reply).reason()).contains("missing.onnx");
    }

    @Test
    void tellsWhyTheRuntimeRefusesAnOperatorThatItDoesNotKnow() throws Exception {
      TinyModel model =
          new TinyModel()
              .input("x", TinyModel.FLOAT, 1)
              .node("NobodyKnowsThis", "x", "y")
              .output("y", TinyModel.FLOAT, 1);

      assertThat(((Reply.Refused) last(run(order(model)))).reason()).contains("NobodyKnowsThis");
    }

    @Test
    void tellsWhichInferenceFailed() throws Exception {
      TinyModel model =
          new TinyModel()
              .input("x", TinyModel.FLOAT, "N", 3)
              .input("shape", TinyModel.INT64, 2)
              .node("Reshape", "x", "shape", "y")
              .output("y", TinyModel.FLOAT, "a", "b");

      // The shape is generated as zeros: "as the input", which three elements in 1 x 3 fit, so the
      // model runs; with one dimension they do not.
      TinyModel other =
          new TinyModel()
              .input("x", TinyModel.FLOAT, "N", 3)
              .input("shape", TinyModel.INT64, 1)
              .node("Reshape", "x", "shape", "y")
              .output("y", TinyModel.FLOAT, "a");

      assertThat(last(run(order(model)))).isInstanceOf(Reply.Ready.class);
      assertThat(((Reply.Failed) last(run(order(other)))).reason()).contains("Reshape");
    }

    @Test
    void refusesASettingThatTheRuntimeDoesNotTake() throws Exception {
      Order order =
          order(TinyModel.relu(1, 4))
              .with(new RuntimeSettings(1, Optimization.ALL, Map.of("", "an entry needs a key")));

      assertThat(last(run(order))).isInstanceOf(Reply.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void answersEveryFurtherCommandWithTheSameRefusal(int iterations) throws Exception {
      List<Reply> replies =
          run(Order.of(folder.resolve("missing.onnx")), new Command.Block(iterations));

      assertThat(last(replies)).isEqualTo(replies.get(1));
    }
  }

  @Test
  void ofAnEmptyOrderShowsTheMemoryOfARuntimeWithoutAModel() throws Exception {
    List<Reply> replies = run(Order.empty(), new Command.ReadMemory(), new Command.Block(1));

    assertThat(((Reply.Ready) replies.get(1)).outputs()).isEqualTo("no model");
    assertThat(replies.get(2)).isInstanceOf(Reply.MemoryRead.class);
    assertThat(replies.get(3)).isEqualTo(new Reply.Refused("no model was ordered"));
  }

  private Order order(TinyModel model) {
    return Order.of(model.write(folder.resolve("tiny.onnx"))).with(new WarmUp(3, 1 << 30, 3));
  }

  private static Reply last(List<Reply> replies) {
    return replies.get(replies.size() - 1);
  }

  /** Lets a worker in this process carry out an order and commands, and returns all it says. */
  private static List<Reply> run(Order order, Command... commands) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SystemClock clock = new SystemClock();
    Worker worker =
        new Worker(
            new Marker(clock, SystemClock.epochNanos(), clock.nanos()),
            new ProcessFiles(Path.of("/proc/self")),
            new Replies(new FrameWriter(out)));
    Deque<Command> queue = new ArrayDeque<>(List.of(commands));
    queue.add(new Command.Quit());
    worker.obey(order, queue::remove);

    FrameReader in = new FrameReader(new ByteArrayInputStream(out.toByteArray()));
    List<Reply> replies = new ArrayList<>();
    for (Optional<Frame> frame = in.read(); frame.isPresent(); frame = in.read()) {
      replies.add(Messages.reply(frame.get()));
    }
    return replies;
  }
}
