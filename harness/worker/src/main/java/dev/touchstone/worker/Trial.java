package dev.touchstone.worker;

import ai.onnxruntime.OrtEnvironment;
import dev.touchstone.worker.LoadedModel.TensorPort;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.ModelSource;
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
import java.util.stream.Collectors;

/** One model in one process, and what can be asked of it once it is warm. */
final class Trial implements AutoCloseable {

  private final Order order;
  private final NanoClock clock;
  private final LoadedModel model;
  private final Optional<SampleSource> samples;
  private final PreparedModel single;
  private final Stopwatch stopwatch;
  private Optional<OpenLoad> open = Optional.empty();

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
    if (order.runtime().source() == ModelSource.BYTES) {
      DirectMemory.giveBackWhatIsUnused();
    }
    CpuClock cpu = CpuClocks.choose(order.runtime().threads(), process.startedSince(threadsBefore));
    Stopwatch warming = new Stopwatch(marker.clock(), cpu, order.injectedWork(), Optional.empty());
    int warmUps = warmUp(single, order.warmUp(), marker.clock(), warming);
    Stopwatch stopwatch = new Stopwatch(marker.clock(), cpu, order.injectedWork(), order.stall());
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

  /** A load that can go on, and the models that it runs. */
  private record OpenLoad(LoadRun run, int inferencesPerQuery, List<PreparedModel> models)
      implements AutoCloseable {

    @Override
    public void close() {
      models.forEach(PreparedModel::close);
    }
  }

  /**
   * Runs a load pattern after a warm-up of its own.
   *
   * @throws UnsuitedModelException if the model cannot be run in that way
   */
  LoadRun.Stretch load(Arrival arrival, Stop stop, ObservationLog log)
      throws InferenceException, ModelRefusedException, UnsuitedModelException {
    open.ifPresent(OpenLoad::close);
    open = Optional.empty();
    open = Optional.of(open(arrival));
    return goOn(stop, log);
  }

  /**
   * Goes on with the load that ran last.
   *
   * @throws UnsuitedModelException if there is none
   */
  LoadRun.Stretch goOn(Stop stop, ObservationLog log)
      throws InferenceException, UnsuitedModelException {
    if (open.isEmpty()) {
      throw new UnsuitedModelException("no load was run yet that could go on");
    }
    return open.get().run().run(stop, open.get().inferencesPerQuery(), log);
  }

  private OpenLoad open(Arrival arrival)
      throws InferenceException, ModelRefusedException, UnsuitedModelException {
    int samplesPerQuery = LoadRun.samplesPerQuery(arrival);
    int maxBatch = arrival.batching().maxBatch();
    if (maxBatch > 1) {
      return batching(arrival, maxBatch);
    }
    if (samplesPerQuery == 1) {
      return load(arrival, single, 1, List.of());
    }
    if (!single.batched()) {
      return load(arrival, oneByOne(samplesPerQuery), samplesPerQuery, List.of());
    }
    PreparedModel batch = PreparedModel.of(model, order.inputs(), samples, samplesPerQuery);
    batch.runFirst(model);
    warmUp(batch, order.warmUp(), clock, stopwatch);
    return load(arrival, batch, 1, List.of(batch));
  }

  private OpenLoad load(
      Arrival arrival, Inference query, int inferencesPerQuery, List<PreparedModel> models) {
    LoadRun run = new LoadRun(clock, stopwatch, arrival, queries -> query);
    return new OpenLoad(run, inferencesPerQuery, models);
  }

  /** One model for every size that a batch can have, all in the memory of the largest. */
  private OpenLoad batching(Arrival arrival, int maxBatch)
      throws InferenceException, ModelRefusedException, UnsuitedModelException {
    if (!single.batched()) {
      throw new UnsuitedModelException(
          "dynamic batching needs a model whose inputs all begin with a free batch dimension; this"
              + " one takes "
              + forPeople(model.inputs()).stream()
                  .map(port -> port.name() + " " + port.shape())
                  .collect(Collectors.joining(", ")));
    }
    PreparedModel largest = PreparedModel.of(model, order.inputs().oneSet(), samples, maxBatch);
    largest.runFirst(model);
    PreparedModel[] sizes = new PreparedModel[maxBatch];
    for (int size = 1; size < maxBatch; size++) {
      sizes[size - 1] = largest.first(size, model);
      sizes[size - 1].runFirst(model);
      sizes[size - 1].run();
    }
    sizes[maxBatch - 1] = largest;
    warmUp(largest, order.warmUp(), clock, stopwatch);
    LoadRun run = new LoadRun(clock, stopwatch, arrival, queries -> sizes[queries - 1]);
    return new OpenLoad(run, 1, List.of(sizes));
  }

  /**
   * Runs samples one by one and writes the answers.
   *
   * @return how many samples were run
   * @throws UnwritableAnswersException if the disk takes no answers
   */
  long answer(Command.Quality quality)
      throws InferenceException, ModelRefusedException, UnwritableAnswersException {
    List<TensorPort> inputs = model.inputs();
    try (SampleSource source = SampleSource.open(quality.samples(), inputs)) {
      return answer(quality, source, inputs);
    } catch (IOException e) {
      throw new UnwritableAnswersException(quality.samples(), quality.outputs(), e);
    }
  }

  @Override
  public void close() {
    open.ifPresent(OpenLoad::close);
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
