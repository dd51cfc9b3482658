package dev.touchstone.worker.protocol;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a worker is started for; the first message that it reads.
 *
 * <pre>
 *   +----------------+---------------------------------------------------------------+
 *   | model          | u8 0, or u8 1 and text                                        |
 *   | runtime        | i32 threads, text optimization, texts entries                 |
 *   | inputs         | (u8 0, or u8 1 and text) samples, i32 sets, i64 seed          |
 *   | warm-up        | i32 iterations, i64 at most ns, i32 at least iterations       |
 *   | injected work  | f64                                                           |
 *   +----------------+---------------------------------------------------------------+
 *   text = i32 bytes, UTF-8 · texts = i32 count, (text key, text value)* · big-endian
 * </pre>
 *
 * @param model path of the ONNX file; empty for a worker that loads ONNX Runtime but no model,
 *     whose memory is the floor that every model's memory is counted from
 * @param runtime how ONNX Runtime is set
 * @param inputs what the model is fed with
 * @param warmUp how long it runs before it counts as warm
 * @param injectedWork by which fraction every timed iteration is made longer, in wall and CPU time,
 *     by spinning on the calling thread; 0 for honest measurements. The instrument's own proof: a
 *     gate that does not see 0.1 sees nothing
 */
public record Order(
    Optional<String> model,
    RuntimeSettings runtime,
    ModelInputs inputs,
    WarmUp warmUp,
    double injectedWork) {

  /** Rejects a negative or endless fraction. */
  public Order {
    if (!(injectedWork >= 0 && injectedWork <= 100)) { // negated, so that NaN is rejected too
      throw new IllegalArgumentException(
          "injected work must be a fraction in [0, 100], was " + injectedWork);
    }
  }

  /** A model with the defaults: one thread, generated inputs, standard warm-up. */
  public static Order of(Path model) {
    return new Order(
        Optional.of(model.toAbsolutePath().toString()),
        RuntimeSettings.DEFAULT,
        ModelInputs.GENERATED,
        WarmUp.STANDARD,
        0);
  }

  /** No model at all. */
  public static Order empty() {
    return new Order(
        Optional.empty(), RuntimeSettings.DEFAULT, ModelInputs.GENERATED, WarmUp.NONE, 0);
  }

  /** The same with other settings of the runtime. */
  public Order with(RuntimeSettings other) {
    return new Order(model, other, inputs, warmUp, injectedWork);
  }

  /** The same with other inputs. */
  public Order with(ModelInputs other) {
    return new Order(model, runtime, other, warmUp, injectedWork);
  }

  /** The same with another warm-up. */
  public Order with(WarmUp other) {
    return new Order(model, runtime, inputs, other, injectedWork);
  }

  /** The same with every iteration made longer by a fraction. */
  public Order withInjectedWork(double fraction) {
    return new Order(model, runtime, inputs, warmUp, fraction);
  }

  void write(FieldWriter to) {
    to.optionalText(model);
    to.i32(runtime.threads()).text(runtime.optimization().name()).texts(runtime.entries());
    to.optionalText(inputs.samples()).i32(inputs.sets()).i64(inputs.seed());
    to.i32(warmUp.iterations()).i64(warmUp.atMostNanos()).i32(warmUp.atLeastIterations());
    to.f64(injectedWork);
  }

  static Order read(FieldReader from) throws CorruptFrameException {
    return new Order(
        from.optionalText(),
        new RuntimeSettings(from.i32(), from.constant(Optimization.class), from.texts()),
        new ModelInputs(from.optionalText(), from.i32(), from.i64()),
        new WarmUp(from.i32(), from.i64(), from.i32()),
        from.f64());
  }
}
