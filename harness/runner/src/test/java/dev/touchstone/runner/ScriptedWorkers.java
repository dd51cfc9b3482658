package dev.touchstone.runner;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Memory;
import dev.touchstone.runner.process.Answers;
import dev.touchstone.runner.process.Launch;
import dev.touchstone.runner.process.LoadObservations;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.CpuAccount;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.HdrHistogram.Histogram;

/** Workers that take the time they are told, and fail where they are told, without a process. */
final class ScriptedWorkers implements Workers {

  /** Memory of every scripted worker. */
  static final Memory MEMORY = new Memory(50 << 20, 60 << 20, 55 << 20, 20 << 20);

  /** Every launch, in its order. */
  final List<Launch> launches = new ArrayList<>();

  /** The arms of all blocks of fork pairs, in their order. */
  final List<String> turns = new ArrayList<>();

  /** Hears of an arm before it runs a load pattern. */
  Consumer<String> beforeLoad = arm -> {};

  /** All loads with their queries, in their order. */
  final List<String> loads = new ArrayList<>();

  /** Workers that are not closed. */
  int open;

  private final Map<String, Long> latencies = new HashMap<>();
  private final Map<String, IntToLongFunction> latenciesByPair = new HashMap<>();
  private final Map<String, Fault.Kind> atStart = new HashMap<>();
  private final Map<String, Fault.Kind> atFifthBlock = new HashMap<>();
  private final Map<String, Runnable> meanwhile = new HashMap<>();
  private int outputs = 3;
  private int slowEvery = Integer.MAX_VALUE;
  private boolean timeless;

  /** One inference of an arm takes this long; the default is 1 ms. */
  ScriptedWorkers latency(String arm, long nanos) {
    latencies.put(arm, nanos);
    return this;
  }

  /** One inference of an arm in its i-th fork pair, counted from 1, takes this long. */
  ScriptedWorkers latencyInPair(String arm, IntToLongFunction nanos) {
    latenciesByPair.put(arm, nanos);
    return this;
  }

  /** An arm fails whenever it is started. */
  ScriptedWorkers failsToStart(String arm, Fault.Kind kind) {
    atStart.put(arm, kind);
    return this;
  }

  /** An arm fails once, in the fifth block of a trial. */
  ScriptedWorkers failsOnce(String arm, String trial, Fault.Kind kind) {
    atFifthBlock.put(arm + ", " + trial, kind);
    return this;
  }

  /** Something happens to the machine while an arm is started for a trial, once. */
  ScriptedWorkers meanwhile(String arm, String trial, Runnable happens) {
    meanwhile.put(arm + ", " + trial, happens);
    return this;
  }

  /** One query of so many takes ten times as long. */
  ScriptedWorkers slowEvery(int queries) {
    slowEvery = queries;
    return this;
  }

  /** Models answer with so many numbers. */
  ScriptedWorkers answers(int count) {
    outputs = count;
    return this;
  }

  /** Clocks stand still: every time in a fork pair is 0. */
  ScriptedWorkers withoutTime() {
    timeless = true;
    return this;
  }

  /** The trials of an arm for which a worker was started. */
  List<String> trialsOf(String arm) {
    return launches.stream()
        .filter(l -> l.name().arm().equals(arm))
        .map(l -> l.name().trial())
        .toList();
  }

  @Override
  public Worker start(Launch launch) throws BrokenTrialException {
    launches.add(launch);
    Optional.ofNullable(meanwhile.remove(launch.name().toString())).ifPresent(Runnable::run);
    Fault.Kind kind = atStart.get(launch.name().arm());
    if (kind != null) {
      throw broken(launch, kind);
    }
    open++;
    return new Scripted(launch);
  }

  private static BrokenTrialException broken(Launch launch, Fault.Kind kind) {
    return new BrokenTrialException(
        new Fault(
            launch.name().arm(),
            launch.name().trial(),
            kind,
            OptionalInt.of(139),
            "as scripted",
            List.of("last words")));
  }

  private final class Scripted implements Worker {

    private final Launch launch;
    private final long latency;
    private int blocks;
    private boolean closed;

    Scripted(Launch launch) {
      this.launch = launch;
      String arm = launch.name().arm();
      long fixed = latencies.getOrDefault(arm, 1_000_000L);
      String[] words = launch.name().trial().split(" ", -1);
      IntToLongFunction byPair = latenciesByPair.get(arm);
      this.latency =
          words[0].equals("pair") && byPair != null
              ? byPair.applyAsLong(Integer.parseInt(words[1]))
              : fixed;
    }

    @Override
    public Reply.Ready ready() {
      return new Reply.Ready(
          new Marks(0, 1, 2, 3, 3 + 200 * latency),
          OptionalLong.of(1),
          OptionalLong.of(MEMORY.loading()),
          Optional.empty(),
          200,
          CpuAccount.CALLING_THREAD,
          "pinned",
          "1.29.0",
          List.of(),
          List.of());
    }

    @Override
    public Optional<ColdStart> coldStart() {
      return Optional.of(new ColdStart(launch.name().arm(), 1, 2, 3, latency, 4));
    }

    @Override
    public Block block(int iterations) throws BrokenTrialException {
      blocks++;
      Fault.Kind kind = blocks == 5 ? atFifthBlock.remove(launch.name().toString()) : null;
      if (kind != null) {
        throw broken(launch, kind);
      }
      boolean pair = launch.name().trial().startsWith("pair");
      if (pair) {
        turns.add(launch.name().arm());
      }
      return times(iterations, pair && timeless ? 0 : latency);
    }

    private Block times(int count, long nanos) {
      long[] wall = new long[count];
      Arrays.fill(wall, nanos);
      return new Block(wall, wall.clone());
    }

    @Override
    public LoadObservations load(Arrival arrival, Stop stop) throws BrokenTrialException {
      beforeLoad.accept(launch.name().arm());
      if (arrival.batching().maxBatch() > 1) {
        throw broken(launch, Fault.Kind.LOAD_UNSUITED);
      }
      loads.add(launch.name().arm() + " " + arrival + " " + stop.queries());
      long[] wall = new long[stop.queries()];
      Histogram histogram = new Histogram(3);
      for (int i = 0; i < wall.length; i++) {
        wall[i] = (i + 1) % slowEvery == 0 ? 10 * latency : waited(arrival, i);
        histogram.recordValue(wall[i]);
      }
      return new LoadObservations(
          new Block(wall, wall.clone()), histogram, 1, 1, Arrays.stream(wall).sum());
    }

    /** A server beyond its capacity lets every query wait longer than the one before. */
    private long waited(Arrival arrival, int query) {
      boolean beyond =
          arrival instanceof Arrival.Server server && server.ratePerSecond() * latency > 1e9;
      return beyond ? latency * (query + 1) : latency;
    }

    @Override
    public LoadObservations goOn(Stop stop) throws BrokenTrialException {
      return load(new Arrival.SingleStream(), stop);
    }

    @Override
    public Answers quality(Path samples, Path answers, long count) {
      TensorSpec spec = new TensorSpec("scores", TensorType.FLOAT32, List.of(1L, (long) outputs));
      try (TensorFile in = TensorFile.open(samples);
          TensorFile.Writer out = new TensorFile.Writer(answers, List.of(spec))) {
        ByteBuffer sample = ByteBuffer.allocate((int) in.tensors().get(0).bytes());
        for (int i = 0; i < count; i++) {
          in.read(i, 0, sample);
          ByteBuffer scores = ByteBuffer.allocate(outputs * 4).order(ByteOrder.LITTLE_ENDIAN);
          scores.put(sample.array(), 0, Math.min(outputs * 4, sample.limit())).rewind();
          out.write(scores);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Answers(answers);
    }

    @Override
    public Optional<Memory> memory() {
      return Optional.of(MEMORY);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open--;
      }
    }
  }
}
