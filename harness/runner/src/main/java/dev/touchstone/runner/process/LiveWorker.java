package dev.touchstone.runner.process;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.Memory;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.CorruptFrameException;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A worker that is ready for commands. Not thread-safe; any number of workers may be used by one
 * thread in turn.
 *
 * <p>After a {@link WorkerLostException} the worker can only be closed.
 */
public final class LiveWorker implements AutoCloseable {

  private final Launch launch;
  private final Conversation conversation;
  private final Limits limits;
  private final long spawnedEpochNanos;
  private final Reply.Ready ready;
  private final Expectation expectation;
  private Arrival running = new Arrival.SingleStream();

  LiveWorker(
      Launch launch,
      Conversation conversation,
      Limits limits,
      long spawnedEpochNanos,
      Reply.Ready ready) {
    this.launch = launch;
    this.conversation = conversation;
    this.limits = limits;
    this.spawnedEpochNanos = spawnedEpochNanos;
    this.ready = ready;
    this.expectation = new Expectation(ready);
  }

  /** Which trial it is for. */
  public TrialName name() {
    return launch.name();
  }

  /** What it said when it was ready. */
  public Reply.Ready ready() {
    return ready;
  }

  /** When it reached what. */
  public Marks marks() {
    return ready.marks();
  }

  /** The kernel's id of the process. */
  public long processId() {
    return conversation.processId();
  }

  /**
   * Its start, from the spawn of the process to the end of the first inference; empty where the
   * kernel does not account for CPU time.
   */
  public Optional<ColdStart> coldStart() {
    if (ready.cpuNanos().isEmpty()) {
      return Optional.empty();
    }
    Marks marks = ready.marks();
    return Optional.of(
        new ColdStart(
            name().arm(),
            marks.firstInstruction() - spawnedEpochNanos,
            marks.runtimeLoaded() - marks.firstInstruction(),
            marks.sessionCreated() - marks.runtimeLoaded(),
            marks.firstInferenceDone() - marks.sessionCreated(),
            ready.cpuNanos().getAsLong()));
  }

  /**
   * Runs the model in a closed loop.
   *
   * @param iterations at least 1
   * @return raw wall and CPU time of each; whose CPU time is counted, {@link #ready} says
   * @throws WorkerLostException if the worker did not do it
   */
  public Block block(int iterations) throws WorkerLostException {
    Observations observations = new Observations(iterations);
    conversation.tell(new Command.Block(iterations), Phase.BLOCK);
    Duration limit = limits.command(expectation.inferences(iterations));
    Reply reply = observations.collect(conversation, Phase.BLOCK, limit);
    if (!(reply instanceof Reply.Done done) || done.observations() != iterations) {
      throw conversation.lostBy(Phase.BLOCK, unexpected(reply));
    }
    Block block = observations.toBlock(conversation, Phase.BLOCK, done.observations());
    expectation.learn(block);
    return block;
  }

  /**
   * Runs a load pattern of a scenario after a warm-up of its own.
   *
   * @param seed of the schedule, where the pattern has one
   * @throws WorkerLostException if the worker did not do it
   */
  public LoadObservations load(LoadPattern pattern, long seed, Stop stop)
      throws WorkerLostException {
    return load(PatternArrival.of(pattern, seed), stop);
  }

  /**
   * Runs a load pattern after a warm-up of its own.
   *
   * @throws WorkerLostException if the worker did not do it
   */
  public LoadObservations load(Arrival arrival, Stop stop) throws WorkerLostException {
    running = arrival;
    return load(new Command.Load(arrival, stop), stop);
  }

  /**
   * Goes on with the load pattern that ran last as if it had not been interrupted.
   *
   * @param stop counted from here on
   * @return only what is new
   * @throws WorkerLostException if the worker did not do it
   */
  public LoadObservations goOn(Stop stop) throws WorkerLostException {
    return load(new Command.GoOn(stop), stop);
  }

  private LoadObservations load(Command command, Stop stop) throws WorkerLostException {
    Duration limit = limits.command(expectation.load(running, stop));
    Observations observations = new Observations(Stop.RAW_QUERIES);
    conversation.tell(command, Phase.PATTERN);
    Reply reply = observations.collect(conversation, Phase.PATTERN, limit);
    List<LoadSlice> slices = new ArrayList<>();
    try {
      while (reply instanceof Reply.Sliced slice) {
        slices.add(
            new LoadSlice(
                slice.index(),
                slice.fromNanos(),
                slice.toNanos(),
                slice.histogram().decode(),
                List.of()));
        reply = conversation.hear(Phase.PATTERN, limits.command(0));
      }
      if (!(reply instanceof Reply.LoadDone done)) {
        throw conversation.lostBy(Phase.PATTERN, unexpected(reply));
      }
      return new LoadObservations(
          observations.toBlock(conversation, Phase.PATTERN, done.observations()),
          done.histogram().decode(),
          done.samplesPerQuery(),
          done.inferencesPerQuery(),
          done.elapsedNanos(),
          done.inferences(),
          slices);
    } catch (CorruptFrameException e) {
      throw conversation.lostBy(Phase.PATTERN, e);
    } catch (IllegalArgumentException e) {
      throw conversation.lostBy(
          Phase.PATTERN, new CorruptFrameException(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Runs samples one by one and keeps the model's answers.
   *
   * @param samples a file by {@link SampleFile}
   * @param answers the file that is written
   * @param count how many samples, from the first on; at least 1
   * @throws WorkerLostException if the worker did not do it
   */
  public Answers quality(Path samples, Path answers, long count) throws WorkerLostException {
    Command.Quality command =
        new Command.Quality(
            samples.toAbsolutePath().toString(), answers.toAbsolutePath().toString(), 0, count);
    conversation.tell(command, Phase.QUALITY);
    Reply reply = conversation.hear(Phase.QUALITY, limits.quality(expectation.inferences(count)));
    if (!(reply instanceof Reply.QualityDone done) || done.samples() != count) {
      throw conversation.lostBy(Phase.QUALITY, unexpected(reply));
    }
    return new Answers(answers);
  }

  /**
   * Its memory; empty where the kernel does not account for it.
   *
   * @throws WorkerLostException if the worker did not say
   */
  public Optional<Memory> memory() throws WorkerLostException {
    conversation.tell(new Command.ReadMemory(), Phase.MEMORY);
    Reply reply = conversation.hear(Phase.MEMORY, limits.command(0));
    if (!(reply instanceof Reply.MemoryRead now)) {
      throw conversation.lostBy(Phase.MEMORY, unexpected(reply));
    }
    if (now.usage().isEmpty()
        || ready.loadingPeakBytes().isEmpty()
        || ready.afterWarmUp().isEmpty()) {
      return Optional.empty();
    }
    Usage warm = ready.afterWarmUp().get();
    return Optional.of(
        new Memory(
            ready.loadingPeakBytes().getAsLong(),
            now.usage().get().peak(),
            warm.resident(),
            warm.fileBacked()));
  }

  /** Ends the process; kills it if it does not end by itself. */
  @Override
  public void close() {
    conversation.close();
  }

  private static CorruptFrameException unexpected(Reply reply) {
    return new CorruptFrameException("an unexpected " + reply.getClass().getSimpleName());
  }
}
