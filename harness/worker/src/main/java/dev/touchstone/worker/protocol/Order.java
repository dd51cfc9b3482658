package dev.touchstone.worker.protocol;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a worker is started for; the first message that it reads.
 *
 * <pre>
 *   +----------------+---------------------------------------------------------------+
 *   | model          | u8 0, or u8 1 and text, or u8 2 and text if loaded from bytes |
 *   | runtime        | i32 threads, text optimization, texts entries                 |
 *   | inputs         | (u8 0, or u8 1 and text) samples, i32 sets, i64 seed          |
 *   | warm-up        | i32 iterations, i64 at most ns, i32 at least iterations       |
 *   | injected work  | f64                                                           |
 *   | stall          | nothing, or i64 ns, i64 every ns                              |
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
 *     gate that does not see 0.1 sees nothing. With several threads only the calling one spins, so
 *     that CPU time grows by less than wall time
 * @param stall pauses that are put between or into iterations; empty for honest measurements
 */
public record Order(
    Optional<String> model,
    RuntimeSettings runtime,
    ModelInputs inputs,
    WarmUp warmUp,
    double injectedWork,
    Optional<Stall> stall) {

  private static final int FROM_FILE = 1;
  private static final int FROM_BYTES = 2;

  /** Rejects a negative or endless fraction. */
  public Order {
    if (!(injectedWork >= 0 && injectedWork <= 100)) { // negated, so that NaN is rejected too
      throw new IllegalArgumentException(
          "injected work must be a fraction in [0, 100], was " + injectedWork);
    }
  }

  /** Without stalls. */
  public Order(
      Optional<String> model,
      RuntimeSettings runtime,
      ModelInputs inputs,
      WarmUp warmUp,
      double injectedWork) {
    this(model, runtime, inputs, warmUp, injectedWork, Optional.empty());
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
    return new Order(model, other, inputs, warmUp, injectedWork, stall);
  }

  /** The same with other inputs. */
  public Order with(ModelInputs other) {
    return new Order(model, runtime, other, warmUp, injectedWork, stall);
  }

  /** The same with another warm-up. */
  public Order with(WarmUp other) {
    return new Order(model, runtime, inputs, other, injectedWork, stall);
  }

  /** The same with every iteration made longer by a fraction. */
  public Order withInjectedWork(double fraction) {
    return new Order(model, runtime, inputs, warmUp, fraction, stall);
  }

  /** The same with pauses. */
  public Order withStall(Stall pauses) {
    return new Order(model, runtime, inputs, warmUp, injectedWork, Optional.of(pauses));
  }

  void write(FieldWriter to) {
    boolean bytes = model.isPresent() && runtime.source() == ModelSource.BYTES;
    to.u8(bytes ? FROM_BYTES : model.isPresent() ? FROM_FILE : 0);
    model.ifPresent(to::text);
    to.i32(runtime.threads()).text(runtime.optimization().name()).texts(runtime.entries());
    to.optionalText(inputs.samples()).i32(inputs.sets()).i64(inputs.seed());
    to.i32(warmUp.iterations()).i64(warmUp.atMostNanos()).i32(warmUp.atLeastIterations());
    to.f64(injectedWork);
    // At the end and only where there is one, so that orders without it keep their bytes.
    if (stall.isPresent()) {
      to.i64(stall.get().nanos()).i64(stall.get().everyNanos());
    }
  }

  static Order read(FieldReader from) throws CorruptFrameException {
    int model = from.u8();
    return new Order(
        model == 0 ? Optional.empty() : Optional.of(from.text()),
        new RuntimeSettings(
            from.i32(),
            from.constant(Optimization.class),
            from.texts(),
            model == FROM_BYTES ? ModelSource.BYTES : ModelSource.FILE),
        new ModelInputs(from.optionalText(), from.i32(), from.i64()),
        new WarmUp(from.i32(), from.i64(), from.i32()),
        from.f64(),
        from.isAtEnd() ? Optional.empty() : Optional.of(new Stall(from.i64(), from.i64())));
  }
}
