package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Block;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.WarmUp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real worker once said, damaged at every place. */
class ConversationFuzzTest {

  private static final Path CACHE = Path.of("target", "natives");
  private static final long SEED = 20261126;

  private static final TrialName NAME = new TrialName("candidate", "fuzz");
  private static final Launch LAUNCH = Launch.of(NAME, Order.empty());

  @TempDir static Path folder;

  private static byte[] said = {};
  private static List<Long> heard = List.of();
  private static WorkerLauncher launcher;

  /** All that the worker was asked for, so that a single wrong number would show. */
  private static List<Long> ask(LiveWorker worker) throws WorkerLostException {
    List<Long> answers = new ArrayList<>();
    add(worker.block(3), answers);
    LoadObservations load = worker.load(new Arrival.SingleStream(), Stop.afterQueries(4));
    add(load.queries(), answers);
    answers.add(load.elapsedNanos());
    answers.add(load.histogram().getMaxValue());
    worker.memory().ifPresent(m -> answers.addAll(List.of(m.peak(), m.steady(), m.fileBacked())));
    return answers;
  }

  private static void add(Block block, List<Long> answers) {
    for (int i = 0; i < block.size(); i++) {
      answers.add(block.wallNanos(i));
      answers.add(block.cpuNanos(i));
    }
  }

  @BeforeAll
  static void record() throws Exception {
    Path recording = folder.resolve("recording");
    WorkerInstallation recorded =
        Wrapped.by(
            "JAVA \"$@\" | tee '%s'".formatted(recording),
            WorkerInstallation.ofThisProcess(CACHE),
            folder);
    Order order =
        Order.of(OnnxModels.relu(folder.resolve("relu.onnx")))
            .with(new WarmUp(3, 1_000_000_000, 3));
    launcher = new WorkerLauncher(recorded, Limits.DEFAULT, folder.resolve("trials"));
    try (LiveWorker worker = launcher.start(Launch.of(NAME, order))) {
      heard = ask(worker);
    }
    said = Files.readAllBytes(recording);
  }

  @Test
  void isUnderstoodAsItWasSaid() {
    assertThat(replayed(said)).hasValue(heard);
  }

  @Test
  void isNeverUnderstoodWithABitThatWasFlipped() {
    for (int i = 0; i < said.length * 8; i++) {
      byte[] damaged = said.clone();
      damaged[i / 8] ^= (byte) (1 << (i % 8));
      assertThat(replayed(damaged)).as("bit %d", i).isEmpty();
    }
  }

  @Test
  void isNeverUnderstoodWhenItIsCutShort() {
    for (int length = 0; length < said.length; length++) {
      assertThat(replayed(Arrays.copyOf(said, length))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void isNeverMisunderstoodWhenBytesAreLostDoubledOrOverwritten() {
    Random random = new Random(SEED);
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = damaged(random);
      Optional<List<Long>> answers = replayed(damaged);
      answers.ifPresent(a -> assertThat(a).isEqualTo(heard));
    }
  }

  private static byte[] damaged(Random random) {
    int from = random.nextInt(said.length);
    int to = Math.min(said.length, from + 1 + random.nextInt(80));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(said, 0, from);
    switch (random.nextInt(3)) {
      case 0 -> bytes.write(said, from, to - from);
      case 1 -> {
        byte[] other = new byte[to - from];
        random.nextBytes(other);
        bytes.writeBytes(other);
        from = to;
      }
      default -> from = to;
    }
    bytes.write(said, from, said.length - from);
    return bytes.toByteArray();
  }

  /** What is heard from a process that says this and ends; empty if it is lost. */
  private Optional<List<Long>> replayed(byte[] bytes) {
    Conversation conversation =
        new Conversation(
            NAME, new ProcessTree(new Replay(bytes)), folder.resolve("none"), OptionalLong.empty());
    try (LiveWorker worker = launcher.meet(LAUNCH, conversation, 0)) {
      return Optional.of(ask(worker));
    } catch (WorkerLostException e) {
      assertThat(e.fault().reason()).isNotBlank();
      return Optional.empty();
    }
  }

  /** A process that said its last already. */
  private static final class Replay extends Process {

    private final InputStream out;

    Replay(byte[] bytes) {
      out = new ByteArrayInputStream(bytes);
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return out;
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public Stream<ProcessHandle> descendants() {
      return Stream.empty();
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {
      // It has ended.
    }
  }
}
