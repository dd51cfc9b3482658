package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * H = Σ x·xᵀ of vectors that come one after the other, in memory that does not grow with them.
 * Large products are done by ONNX Runtime, which is tens of times faster than a loop here. Close
 * it. Not thread-safe.
 */
final class SecondMoments implements AutoCloseable {

  /** Below this a loop is faster than a call of the runtime. */
  private static final int SMALL = 48;

  private static final int BATCH = 256;

  private final int size;
  private final double[] sums;
  private final Optional<Session> product;
  private final ByteBuffer batch;
  private int waiting;
  private long count;

  SecondMoments(int size) {
    this.size = size;
    sums = new double[Math.multiplyExact(size, size)];
    boolean small = size < SMALL;
    product = small ? Optional.empty() : Optional.of(new Session(model(size), Optimization.ALL));
    batch =
        ByteBuffer.allocateDirect(small ? 0 : BATCH * size * Float.BYTES)
            .order(ByteOrder.nativeOrder());
  }

  /** Bytes that one of these holds. */
  static long bytes(int size) {
    return 8L * size * size + (long) BATCH * size * Float.BYTES;
  }

  private static OnnxModel model(int size) {
    Graph graph =
        Graph.empty("moments", List.of(GraphValue.of("x", OnnxType.FLOAT, BATCH, size)), List.of());
    graph.add(Node.of("Gemm", "product", List.of("x", "x"), List.of("h")).with("transA", 1L));
    graph.addOutput("h");
    return OnnxModel.of(graph, 8, 13);
  }

  /** Adds a vector. */
  void add(float[] vector) {
    count++;
    if (product.isEmpty()) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          sums[i * size + j] += (double) vector[i] * vector[j];
        }
      }
      return;
    }
    batch.asFloatBuffer().put(waiting * size, vector);
    waiting++;
    if (waiting == BATCH) {
      flush();
    }
  }

  private void flush() {
    if (waiting == 0 || product.isEmpty()) {
      return;
    }
    FloatBuffer rest = batch.asFloatBuffer();
    for (int i = waiting * size; i < BATCH * size; i++) {
      rest.put(i, 0);
    }
    Tensor x = new Tensor(ElementType.FLOAT32, new long[] {BATCH, size}, batch);
    product
        .get()
        .observe(
            Map.of("x", x),
            java.util.Set.of("h"),
            (name, h) -> {
              for (int i = 0; i < sums.length; i++) {
                sums[i] += h.get(i);
              }
            });
    waiting = 0;
  }

  /** How many vectors were added. */
  long count() {
    return count;
  }

  /**
   * The sums, row-major, with a share of their mean added to the diagonal.
   *
   * @param damping at least 0
   */
  float[] damped(double damping) {
    flush();
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += sums[i * size + i];
    }
    float[] result = new float[sums.length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        float h = (float) sums[i * size + j];
        result[i * size + j] = h;
        result[j * size + i] = h;
      }
      result[i * size + i] += (float) (damping * trace / size);
    }
    return result;
  }

  @Override
  public void close() {
    product.ifPresent(Session::close);
  }
}
