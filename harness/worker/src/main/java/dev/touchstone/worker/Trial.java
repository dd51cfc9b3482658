package dev.touchstone.worker;

import ai.onnxruntime.OrtEnvironment;
import dev.touchstone.worker.LoadedModel.TensorPort;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Port;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.WarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One model in one process, and what can be asked of it once it is warm. */
final class Trial implements AutoCloseable {

  private final Order order;
  private final NanoClock clock;
  private final LoadedModel model;
  private final Optional<SampleSource> samples;
  private final PreparedModel single;
  private final Stopwatch stopwatch;

  private Trial(
      Order order,
      NanoClock clock,
      LoadedModel model,
      Optional<SampleSource> samples,
      PreparedModel single,
      Stopwatch stopwatch) {
    this.order = order;
    this.clock = clock;
    this.model = model;
    this.samples = samples;
    this.single = single;
    this.stopwatch = stopwatch;
  }

  /** A trial that is warm, and the message that says so. */
  record Started(Trial trial, Reply.Ready ready) {}

  /**
   * Loads a model, runs it once, and warms it.
   *
   * @param path of the ONNX file
   * @param runtimeLoaded the mark of it
   * @throws ModelRefusedException if ONNX Runtime refuses the model, or the samples do not fit it
   * @throws InferenceException if the model cannot be run
   */
  static Started start(
      OrtEnvironment environment,
      String path,
      Order order,
      Marker marker,
      long runtimeLoaded,
      ProcessFiles process)
      throws ModelRefusedException, InferenceException {
    Set<String> threadsBefore = process.threads();
    LoadedModel model = LoadedModel.load(environment, path, order.runtime());
    long sessionCreated = marker.mark();
    OptionalLong loadingPeak = process.peakBytes();
    Optional<SampleSource> samples = samples(order.inputs(), model.inputs());
    PreparedModel single = PreparedModel.of(model, order.inputs(), samples, 1);
    single.runFirst(model);
    long firstInferenceDone = marker.mark();
    OptionalLong cpuNanos = process.cpuNanos();
    // The cold start ends here: nothing before this line may be slow, nothing after it counts.
    CpuClock cpu = CpuClocks.choose(order.runtime().threads(), process.startedSince(threadsBefore));
    Stopwatch stopwatch = new Stopwatch(marker.clock(), cpu, order.injectedWork());
    int warmUps = warmUp(single, order.warmUp(), marker.clock(), stopwatch);
    Marks marks =
        new Marks(
            marker.epochNanos(), runtimeLoaded, sessionCreated, firstInferenceDone, marker.mark());
    Reply.Ready ready =
        new Reply.Ready(
            marks,
            cpuNanos,
            loadingPeak,
            process.usage(),
            warmUps,
            cpu.account(),
            single.outputPinning(),
            environment.getVersion(),
            forPeople(model.inputs()),
            forPeople(model.outputs()));
    return new Started(new Trial(order, marker.clock(), model, samples, single, stopwatch), ready);
  }

  /** Runs in a closed loop. */
  ObservationLog block(int iterations) throws InferenceException {
    ObservationLog log = new ObservationLog(iterations);
    for (int i = 0; i < iterations; i++) {
      stopwatch.time(single, log);
    }
    return log;
  }

  /** Room for the queries of a load that are answered one by one. */
  static ObservationLog logFor(Stop stop) {
    return new ObservationLog(Math.min(stop.atMostQueries(), Stop.RAW_QUERIES));
  }

  /** Runs a load pattern after a warm-up of its own. */
  Reply.LoadDone load(Arrival arrival, Stop stop, ObservationLog log)
      throws InferenceException, ModelRefusedException {
    int samplesPerQuery = LoadRun.samplesPerQuery(arrival);
    LoadRun run = new LoadRun(clock, stopwatch);
    if (samplesPerQuery == 1) {
      return run.run(arrival, stop, single, 1, log);
    }
    if (!single.batched()) {
      return run.run(arrival, stop, oneByOne(samplesPerQuery), samplesPerQuery, log);
    }
    try (PreparedModel batch = PreparedModel.of(model, order.inputs(), samples, samplesPerQuery)) {
      batch.runFirst(model);
      warmUp(batch, order.warmUp(), clock, stopwatch);
      return run.run(arrival, stop, batch, 1, log);
    }
  }

  /**
   * Runs samples one by one and writes the answers.
   *
   * @return how many samples were run
   */
  long answer(Command.Quality quality) throws InferenceException, ModelRefusedException {
    List<TensorPort> inputs = model.inputs();
    try (SampleSource source = SampleSource.open(quality.samples(), inputs)) {
      return answer(quality, source, inputs);
    } catch (IOException e) {
      throw new ModelRefusedException("the answers cannot be written: " + LoadedModel.message(e));
    }
  }

  @Override
  public void close() {
    single.close();
    model.close();
  }

  private long answer(Command.Quality quality, SampleSource source, List<TensorPort> inputs)
      throws InferenceException, ModelRefusedException, IOException {
    List<String> missing = source.missing(inputs);
    if (!missing.isEmpty() || quality.from() + quality.count() > source.size()) {
      throw new ModelRefusedException(
          missing.isEmpty()
              ? "there are only %d samples".formatted(source.size())
              : "the samples have nothing for the inputs %s".formatted(missing));
    }
    ModelInputs oneSet = new ModelInputs(Optional.of(quality.samples()), 1, order.inputs().seed());
    try (PreparedModel prepared = PreparedModel.of(model, oneSet, Optional.of(source), 1)) {
      prepared.runFirst(model);
      if (prepared.answers().isEmpty()) {
        throw new ModelRefusedException("the model answers with no tensor that can be written");
      }
      try (TensorFile.Writer out =
          new TensorFile.Writer(Path.of(quality.outputs()), prepared.answers())) {
        for (long sample = quality.from(); sample < quality.from() + quality.count(); sample++) {
          source.fill(prepared.feed(), sample, 1);
          out.write(prepared.answer());
        }
        return out.records();
      }
    }
  }

  private Inference oneByOne(int samplesPerQuery) {
    return () -> {
      for (int i = 0; i < samplesPerQuery; i++) {
        single.run();
      }
    };
  }

  private static int warmUp(
      Inference inference, WarmUp warmUp, NanoClock clock, Stopwatch stopwatch)
      throws InferenceException {
    ObservationLog nothingKept = new ObservationLog(0);
    long start = clock.nanos();
    int done = 0;
    while (done < warmUp.atLeastIterations()
        || (done < warmUp.iterations() && clock.nanos() - start < warmUp.atMostNanos())) {
      stopwatch.time(inference, nothingKept);
      done++;
    }
    return done;
  }

  private static Optional<SampleSource> samples(ModelInputs inputs, List<TensorPort> ports)
      throws ModelRefusedException {
    return inputs.samples().isPresent()
        ? Optional.of(SampleSource.open(inputs.samples().get(), ports))
        : Optional.empty();
  }

  private static List<Port> forPeople(List<TensorPort> ports) {
    List<Port> list = new ArrayList<>();
    for (TensorPort port : ports) {
      list.add(port.forPeople());
    }
    return list;
  }
}
