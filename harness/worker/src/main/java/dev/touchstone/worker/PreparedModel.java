package dev.touchstone.worker;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.touchstone.worker.LoadedModel.TensorPort;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model with its inputs in place, for one size of batch.
 *
 * <p>Outputs are pinned: every run writes into the same memory, and nothing of ours is allocated.
 * Where the size of an output is only known after a run, they are not.
 */
final class PreparedModel implements Inference, AutoCloseable {

  /** What {@link #outputPinning} says where outputs are pinned. */
  static final String PINNED = "pinned";

  private final OrtSession session;
  private final InputShapes shapes;
  private final Feed[] feeds;
  private final Optional<PreparedModel> memory;
  private final Map<String, DirectTensor> outputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
  private final List<TensorSpec> answers = new ArrayList<>();
  private String outputPinning = "not run yet";
  private int next;

  private PreparedModel(
      OrtSession session, InputShapes shapes, Feed[] feeds, Optional<PreparedModel> memory) {
    this.session = session;
    this.shapes = shapes;
    this.feeds = feeds;
    this.memory = memory;
  }

  /**
   * Puts inputs in place.
   *
   * @param samples where their values come from; empty for generated ones
   * @param batch samples in one inference
   * @throws ModelRefusedException if the samples do not fit the model
   */
  static PreparedModel of(
      LoadedModel model, ModelInputs inputs, Optional<SampleSource> samples, int batch)
      throws ModelRefusedException {
    List<TensorPort> ports = model.inputs();
    Map<String, List<Long>> given = samples.isPresent() ? samples.get().shapes() : Map.of();
    InputShapes shapes = InputShapes.resolve(declared(ports), given, batch);
    long sets = samples.isPresent() ? Math.min(inputs.sets(), samples.get().size()) : inputs.sets();
    Feed[] feeds = new Feed[(int) Math.max(1, sets)];
    try {
      for (int i = 0; i < feeds.length; i++) {
        feeds[i] = Feed.generated(model, ports, shapes, inputs.seed() + i);
        if (samples.isPresent()) {
          samples.get().fill(feeds[i], (long) i * batch, shapes.batched() ? batch : 1);
        }
      }
    } catch (OrtException e) {
      throw new ModelRefusedException(LoadedModel.message(e));
    } catch (IOException e) {
      throw new ModelRefusedException("the samples cannot be read: " + LoadedModel.message(e));
    }
    return new PreparedModel(model.session(), shapes, feeds, Optional.empty());
  }

  /**
   * The same model for a smaller batch, whose inputs and outputs are the first part of this one's
   * memory; each of the two may run while the other does not.
   *
   * @param batch samples in one inference, fewer than here
   */
  PreparedModel first(int batch, LoadedModel model) throws ModelRefusedException {
    Map<String, List<Long>> samples = new LinkedHashMap<>();
    for (TensorPort port : model.inputs()) {
      List<Long> shape = InputShapes.boxed(shapes.of(port.declared()));
      samples.put(port.declared().name(), shape.subList(1, shape.size()));
    }
    InputShapes smaller = InputShapes.resolve(declared(model.inputs()), samples, batch);
    try {
      Feed part = feeds[0].first(model, smaller);
      return new PreparedModel(session, smaller, new Feed[] {part}, Optional.of(this));
    } catch (OrtException e) {
      throw new ModelRefusedException(LoadedModel.message(e));
    }
  }

  private static List<Declared> declared(List<TensorPort> ports) {
    List<Declared> declared = new ArrayList<>();
    for (TensorPort port : ports) {
      declared.add(port.declared());
    }
    return declared;
  }

  /** Whether the first dimension of every input counts the samples of a batch. */
  boolean batched() {
    return shapes.batched();
  }

  /** {@link #PINNED}, or why outputs are not. */
  String outputPinning() {
    return outputPinning;
  }

  /** The first set of inputs. */
  Feed feed() {
    return feeds[0];
  }

  /** What a run answers, as the first run showed it. */
  List<TensorSpec> answers() {
    return answers;
  }

  /**
   * Runs for the first time, and pins the outputs if that run shows that it can be done.
   *
   * @throws InferenceException if the run fails
   */
  void runFirst(LoadedModel model) throws InferenceException, ModelRefusedException {
    List<TensorPort> ports = model.outputs();
    outputPinning =
        ports.size() == session.getNumOutputs() ? PINNED : "not pinned: an output is no tensor";
    try (OrtSession.Result result = session.run(feeds[0].tensors())) {
      for (TensorPort port : ports) {
        note(port, tensor(result, port.declared().name()).getInfo().getShape());
      }
    } catch (OrtException e) {
      throw new InferenceException(LoadedModel.message(e));
    }
    if (outputPinning.equals(PINNED)) {
      pin(model, ports);
    }
  }

  @Override
  public void run() throws InferenceException {
    Feed feed = feeds[next];
    next = next + 1 == feeds.length ? 0 : next + 1;
    try {
      result(feed).close();
    } catch (OrtException e) {
      throw new InferenceException(LoadedModel.message(e));
    }
  }

  /** The runtime's own call on the first set of inputs, to compare {@link #run} with. */
  void runBare() throws OrtException {
    session.run(feeds[0].tensors(), pinned).close();
  }

  /**
   * Runs on the first set of inputs.
   *
   * @return the bytes of each of {@link #answers}
   * @throws InferenceException if the run fails, or an answer has another size than the first one
   */
  ByteBuffer[] answer() throws InferenceException {
    ByteBuffer[] bytes = new ByteBuffer[answers.size()];
    try (OrtSession.Result result = result(feeds[0])) {
      for (int i = 0; i < bytes.length; i++) {
        TensorSpec spec = answers.get(i);
        DirectTensor output = outputs.get(spec.name());
        bytes[i] =
            output == null ? tensor(result, spec.name()).getByteBuffer() : output.bytes().rewind();
        if (bytes[i].remaining() != spec.bytes()) {
          throw new InferenceException(
              "output \"%s\" has %d bytes where the first sample's had %d; answers must be of one size"
                  .formatted(spec.name(), bytes[i].remaining(), spec.bytes()));
        }
      }
    } catch (OrtException e) {
      throw new InferenceException(LoadedModel.message(e));
    }
    return bytes;
  }

  @Override
  public void close() {
    for (Feed feed : feeds) {
      feed.close();
    }
    for (OnnxTensor tensor : pinned.values()) {
      tensor.close();
    }
  }

  private void note(TensorPort port, long[] shape) {
    String name = port.declared().name();
    Optional<TensorType> type = DirectTensor.fileType(port.type());
    if (type.isEmpty()) {
      outputPinning =
          "not pinned: output \"%s\" has elements of type %s".formatted(name, port.type());
      return;
    }
    answers.add(new TensorSpec(name, type.get(), InputShapes.boxed(shape)));
    if (!shapes.settle(port.declared(), shape)) {
      outputPinning =
          "not pinned: output \"%s\" is declared as %s, so its size is known only after a run"
              .formatted(name, port.declared().shapeText());
    }
  }

  private void pin(LoadedModel model, List<TensorPort> ports) throws ModelRefusedException {
    try {
      for (int i = 0; i < ports.size(); i++) {
        TensorSpec answer = answers.get(i);
        long[] shape = InputShapes.unboxed(answer.shape());
        DirectTensor larger = memory.isEmpty() ? null : memory.get().outputs.get(answer.name());
        DirectTensor output =
            larger == null || larger.bytes().limit() < answer.bytes()
                ? DirectTensor.of(model.environment(), ports.get(i).type(), shape)
                : larger.first(model.environment(), ports.get(i).type(), shape);
        outputs.put(answer.name(), output);
        pinned.put(answer.name(), output.tensor());
      }
    } catch (OrtException e) {
      throw new ModelRefusedException(LoadedModel.message(e));
    }
  }

  private OrtSession.Result result(Feed feed) throws OrtException {
    return pinned.isEmpty() ? session.run(feed.tensors()) : session.run(feed.tensors(), pinned);
  }

  private static OnnxTensor tensor(OrtSession.Result result, String output) {
    OnnxValue value = result.get(output).orElseThrow();
    return (OnnxTensor) Objects.requireNonNull(value);
  }
}
