package dev.touchstone.training;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The door to libtorch: whether it is there, its seed and threads, and arrays in and out. */
public final class Torch {

  private Torch() {}

  /** Why libtorch cannot be used on this machine; empty if it can. */
  public static Optional<String> missing() {
    try {
      Loader.load(torch.class);
      return Optional.empty();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return Optional.of(
          "libtorch has no natives for "
              + Loader.getPlatform()
              + " on the class path; build without -DwithoutTraining on linux-x86_64 ("
              + e.getMessage()
              + ")");
    }
  }

  /**
   * Makes what follows repeatable: one thread, as the order of sums depends on their number and two
   * spinning threads on a busy machine are far slower than one, and a seed.
   *
   * @throws IllegalStateException if libtorch is missing
   */
  static void prepare(long seed) {
    missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    torch.set_num_threads(1);
    torch.manual_seed(seed);
  }

  /** A new tensor that holds a copy of the values, row-major. */
  static Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** Does native work, and frees every tensor that was made on the way. */
  @SuppressWarnings("try") // the scope is there to be closed
  static <T> T scoped(Supplier<T> work) {
    try (PointerScope scope = new PointerScope()) {
      return work.get();
    }
  }

  /** A copy of all elements as 32-bit floats, row-major. */
  static float[] floats(Tensor tensor) {
    return scoped(
        () -> {
          Tensor plain = tensor.detach().to(ScalarType.Float).contiguous();
          float[] values = new float[Math.toIntExact(plain.numel())];
          plain.data_ptr_float().get(values);
          return values;
        });
  }
}
