package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Lets the channels that stay stand in for those that go. On calibration samples each channel that
 * goes is predicted from those that stay by least squares, x_gone ≈ A · x_kept + m, and the layer
 * that reads them takes A and m into its own weights and bias: W_kept += W_gone · A. A convolution
 * does so at every position of its kernel alike; its padding is taken for ordinary values.
 *
 * <p>The reconstruction of He et al., <i>Channel Pruning for Accelerating Very Deep Neural
 * Networks</i>, ICCV 2017, with the inputs of the layer in the place of its outputs, so that what
 * has to be solved does not grow with the kernel.
 */
final class Reconstruction {

  /** Above this the covariance of one layer would take more than 32 MiB. */
  private static final int MOST_CHANNELS = 2048;

  /** Of a channel's mean energy, added to the diagonal so that few samples do not mislead. */
  private static final double LEAST_RIDGE = 1e-4;

  private final OnnxModel model;
  private final Graph graph;
  private final Coupling coupling;
  private final Set<Integer> removed;
  private final Map<String, List<Node>> consumers;

  private Reconstruction(OnnxModel model, Coupling coupling, Set<Integer> removed) {
    this.model = model;
    graph = model.graph();
    this.coupling = coupling;
    this.removed = removed;
    consumers = graph.consumers();
  }

  /**
   * The model with weights that reckon with the loss of the units; they are still there.
   *
   * @param removed representative atoms of the units that will go
   */
  static OnnxModel apply(
      OnnxModel model,
      CouplingRules.Result rules,
      Set<Integer> removed,
      ModelInputs samples,
      Progress progress) {
    Reconstruction work = new Reconstruction(model, rules.coupling(), removed);
    List<LayerSide> readers =
        rules.sides().stream().filter(s -> !s.makes() && work.canChange(s)).toList();
    // one tensor at a time would run the samples once for each; all at once would hold all moments
    Map<TensorAxis, ChannelMoments> moments = work.observe(readers, samples, progress);
    for (LayerSide reader : readers) {
      Optional.ofNullable(moments.get(reader.activation())).ifPresent(m -> work.change(reader, m));
    }
    return model.with(work.graph);
  }

  /** Whether a reader loses inputs and has its weights for itself. */
  private boolean canChange(LayerSide side) {
    int[] atoms = coupling.atoms(side.weights());
    boolean loses = IntStream.of(atoms).anyMatch(a -> removed.contains(coupling.root(a)));
    String weights = side.weights().tensor();
    return loses
        && atoms.length <= MOST_CHANNELS
        && graph.initializer(weights).filter(c -> c.type() == OnnxType.FLOAT).isPresent()
        && consumers.getOrDefault(weights, List.of()).size() == 1;
  }

  private Map<TensorAxis, ChannelMoments> observe(
      List<LayerSide> readers, ModelInputs samples, Progress progress) {
    Graph observed = model.graph();
    Map<String, TensorAxis> wanted = new LinkedHashMap<>();
    readers.forEach(r -> wanted.put(r.activation().tensor(), r.activation()));
    Set<String> outputs = new HashSet<>(observed.outputNames());
    wanted.keySet().stream().filter(outputs::add).forEach(observed::addOutput);
    Map<TensorAxis, ChannelMoments> moments = new HashMap<>();
    try (Session session = new Session(model.with(observed), Optimization.NONE)) {
      for (int i = 0; i < samples.count(); i++) {
        progress.at("reconstructing", i, samples.count());
        Map<String, Tensor> results = session.run(samples.get(i));
        wanted.forEach(
            (name, axis) ->
                Optional.ofNullable(results.get(name)).ifPresent(t -> add(moments, axis, t)));
      }
    }
    progress.at("reconstructing", samples.count(), samples.count());
    return moments;
  }

  private static void add(Map<TensorAxis, ChannelMoments> moments, TensorAxis axis, Tensor tensor) {
    long[] shape = tensor.shape();
    if (tensor.type() == ElementType.FLOAT32 && axis.axis() < shape.length) {
      int channels = Math.toIntExact(shape[axis.axis()]);
      int inner = 1;
      for (int d = axis.axis() + 1; d < shape.length; d++) {
        inner *= (int) shape[d];
      }
      ChannelMoments sum = moments.computeIfAbsent(axis, a -> new ChannelMoments(channels));
      if (sum.channels() == channels) {
        sum.add(tensor.elements().asFloatBuffer(), inner);
      }
    }
  }

  private void change(LayerSide reader, ChannelMoments moments) {
    int[] atoms = coupling.atoms(reader.weights());
    if (moments.channels() != atoms.length) {
      return;
    }
    int[] gone = indices(atoms, true);
    int[] kept = indices(atoms, false);
    Optional<String> bias = bias(reader.node());
    Optional<double[][]> prediction = predict(moments, gone, kept, bias.isPresent());
    if (prediction.isEmpty()) {
      return;
    }
    double[][] a = prediction.get();
    Constant weights = graph.initializer(reader.weights().tensor()).orElseThrow();
    Slabs slabs = Slabs.of(weights, reader.weights().axis());
    float[] values = weights.toFloats();
    for (int g = 0; g < gone.length; g++) {
      for (int k = 0; k < kept.length; k++) {
        slabs.addTo(values, kept[k], a[g][k], gone[g]);
      }
    }
    bias.ifPresent(name -> shift(name, reader, moments, new Prediction(gone, kept, a), slabs));
    graph.put(weights.withFloats(values));
  }

  private int[] indices(int[] atoms, boolean goes) {
    return IntStream.range(0, atoms.length)
        .filter(i -> removed.contains(coupling.root(atoms[i])) == goes)
        .toArray();
  }

  /** The bias of a layer, if it has one of its own with one number a channel. */
  private Optional<String> bias(Node layer) {
    boolean plain = layer.is("Conv") || (layer.is("Gemm") && layer.real("beta", 1) == 1);
    return Optional.of(layer.input(2))
        .filter(n -> plain && !n.isEmpty() && layer.real("alpha", 1) == 1)
        .filter(n -> consumers.getOrDefault(n, List.of()).size() == 1)
        .flatMap(graph::initializer)
        .filter(c -> c.type() == OnnxType.FLOAT && c.shape().length == 1)
        .map(Constant::name);
  }

  /** Factors of the channels that stay, for each that goes. */
  private static final class Prediction {

    private final int[] gone;
    private final int[] kept;
    private final double[][] factors;

    Prediction(int[] gone, int[] kept, double[][] factors) {
      this.gone = gone;
      this.kept = kept;
      this.factors = factors;
    }
  }

  /** What the prediction misses on average goes into the bias of each output channel. */
  private void shift(
      String name, LayerSide reader, ChannelMoments moments, Prediction p, Slabs slabs) {
    Constant bias = graph.initializer(name).orElseThrow();
    Constant weights = graph.initializer(reader.weights().tensor()).orElseThrow();
    float[] shifted = bias.toFloats();
    float[] original = weights.toFloats();
    int outputAxis = reader.weights().axis() == 0 ? 1 : 0;
    double[] sums = new double[shifted.length];
    for (int g = 0; g < p.gone.length; g++) {
      double rest = moments.mean(p.gone[g]);
      for (int k = 0; k < p.kept.length; k++) {
        rest -= p.factors[g][k] * moments.mean(p.kept[k]);
      }
      slabs.sumBy(outputAxis, weights.shape(), original, p.gone[g], rest, sums);
    }
    for (int o = 0; o < shifted.length; o++) {
      shifted[o] += (float) sums[o];
    }
    graph.put(bias.withFloats(shifted));
  }

  /** Least squares with a ridge; with the means taken off where a bias can hold them. */
  private static Optional<double[][]> predict(
      ChannelMoments moments, int[] gone, int[] kept, boolean centered) {
    int n = kept.length;
    double[][] normal = new double[n][n];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        normal[i][j] = product(moments, kept[i], kept[j], centered);
        normal[j][i] = normal[i][j];
      }
      trace += normal[i][i];
    }
    double scarce = 0.1 * n / Math.max(1, moments.count());
    double ridge = trace / Math.max(1, n) * Math.max(LEAST_RIDGE, scarce);
    for (int i = 0; i < n; i++) {
      normal[i][i] += ridge;
    }
    if (!(ridge > 0 && Cholesky.factor(normal))) {
      return Optional.empty(); // nothing but zeros, or NaN
    }
    double[][] factors = new double[gone.length][];
    for (int g = 0; g < gone.length; g++) {
      double[] right = new double[n];
      for (int k = 0; k < n; k++) {
        right[k] = product(moments, gone[g], kept[k], centered);
      }
      factors[g] = Cholesky.solve(normal, right);
    }
    return Optional.of(factors);
  }

  private static double product(ChannelMoments moments, int a, int b, boolean centered) {
    return centered ? moments.covariance(a, b) : moments.moment(a, b);
  }
}
