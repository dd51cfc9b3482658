package dev.touchstone.recipes.difference;

import dev.touchstone.recipes.difference.Counterparts.Counterpart;
import dev.touchstone.recipes.difference.LayerDifference.Match;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Activations;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where two models that should do the same part ways, layer by layer. Both run as they are written;
 * of the activations those of one sample are held at a time.
 *
 * @param layers in the order in which the first model runs them
 * @param unmatched tensors of real numbers in the first model for which the second has nothing
 * @param samples how many were compared
 */
public record ModelDifference(List<LayerDifference> layers, int unmatched, int samples) {

  /** Copies the list. */
  public ModelDifference {
    layers = List.copyOf(layers);
  }

  /**
   * Compares.
   *
   * @param inputs of the first model; the second is given the same, by name or else in its order
   * @throws UnusableModelException if either model cannot run on them, or there is no layer that
   *     both have
   */
  public static ModelDifference between(
      OnnxModel first, OnnxModel second, ModelInputs inputs, Progress progress) {
    return new Comparison(first, second).run(inputs, progress);
  }

  /** The first layer that is below so many dB. */
  public Optional<LayerDifference> firstBelow(double decibels) {
    return layers.stream()
        .filter(l -> l.isComparable() && l.signalToNoiseDb() < decibels)
        .findFirst();
  }

  /** The layer that adds most noise to that of what it reads; empty if none adds any. */
  public Optional<LayerDifference> noisiest() {
    return layers.stream()
        .filter(l -> l.isComparable() && l.addedNoise() > 0)
        .max(Comparator.comparingDouble(LayerDifference::addedNoise));
  }

  private static final class Sum {
    private double signal;
    private double noise;
    private double largest;
    private String sizes = "";

    void add(float[] a, float[] b, Counterpart counterpart) {
      if (a.length != b.length) {
        sizes = a.length + " elements against " + b.length;
        return;
      }
      for (int i = 0; i < a.length; i++) {
        float other = (b[i] - counterpart.zeroPoint()) * counterpart.scale();
        if (Float.compare(a[i], other) != 0) {
          double gap = Math.abs((double) other - a[i]);
          noise += Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap * gap;
          largest = Math.max(largest, Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap);
        }
        signal += Float.isFinite(a[i]) ? (double) a[i] * a[i] : 0;
      }
    }

    double decibels() {
      if (noise == 0) {
        return Double.POSITIVE_INFINITY;
      }
      return Double.isInfinite(noise) ? Double.NEGATIVE_INFINITY : 10 * Math.log10(signal / noise);
    }
  }

  private static final class Comparison {

    private final OnnxModel first;
    private final OnnxModel second;
    private final Graph graph;
    private final Map<String, Counterpart> counterparts = new LinkedHashMap<>();
    private final Map<String, Node> makers = new HashMap<>();
    private final Map<String, Sum> sums = new LinkedHashMap<>();

    Comparison(OnnxModel first, OnnxModel second) {
      this.first = first;
      this.second = second;
      this.graph = first.graph();
      graph.sort();
      match();
    }

    /** Whatever depends on constants alone is no layer. */
    private void match() {
      Counterparts finder = new Counterparts(second.graph(), graph.producers().keySet());
      Set<String> constant = new HashSet<>(graph.initializerNames());
      for (Node node : graph.nodes()) {
        if (constant.containsAll(node.reads())) {
          constant.addAll(node.outputs());
          continue;
        }
        for (String tensor : node.outputs()) {
          if (!tensor.isEmpty() && !node.type().equals("QuantizeLinear")) {
            makers.put(tensor, node);
            finder.of(node, tensor).ifPresent(c -> counterparts.put(tensor, c));
          }
        }
      }
      graph.nodes().forEach(this::heedActivation);
    }

    /** A Relu that quantization made the lower end of a range gives what the node before gives. */
    private void heedActivation(Node node) {
      boolean activation = node.is("Relu") || node.is("Clip");
      if (activation && !counterparts.containsKey(node.output(0))) {
        Optional.ofNullable(counterparts.remove(node.input(0)))
            .ifPresent(c -> counterparts.put(node.output(0), c));
      }
    }

    ModelDifference run(ModelInputs inputs, Progress progress) {
      if (counterparts.isEmpty()) {
        throw nothingInCommon();
      }
      Set<String> ours = new LinkedHashSet<>(makers.keySet());
      Map<String, List<String>> theirs = new LinkedHashMap<>();
      counterparts.forEach(
          (tensor, c) -> theirs.computeIfAbsent(c.tensor(), k -> new ArrayList<>()).add(tensor));
      Set<String> real = new HashSet<>();
      try (Activations a = Activations.of(first, ours);
          Activations b = Activations.of(second, theirs.keySet())) {
        for (int i = 0; i < inputs.count(); i++) {
          progress.at("comparing layers", i, inputs.count());
          Map<String, float[]> held = new HashMap<>();
          Map<String, Tensor> given = inputs.get(i);
          a.see(
              given,
              activation -> {
                if (activation.type().isReal()) {
                  real.add(activation.name());
                  if (counterparts.containsKey(activation.name())) {
                    held.put(activation.name(), activation.values());
                  }
                }
              });
          b.see(
              renamed(given, b.inputs()),
              activation -> {
                for (String tensor : theirs.getOrDefault(activation.name(), List.of())) {
                  float[] values = held.get(tensor);
                  Counterpart c = Objects.requireNonNull(counterparts.get(tensor));
                  boolean means = activation.type().isReal() || c.how() == Match.SCALED;
                  if (values != null && means) { // whole numbers without a scale mean nothing
                    sums.computeIfAbsent(tensor, k -> new Sum())
                        .add(values, activation.values(), c);
                  }
                }
              });
        }
        progress.at("comparing layers", inputs.count(), inputs.count());
      }
      if (sums.isEmpty()) { // counterparts of other types only
        throw nothingInCommon();
      }
      return new ModelDifference(layers(), real.size() - sums.size(), inputs.count());
    }

    private static UnusableModelException nothingInCommon() {
      return new UnusableModelException(
          "the models have no layer in common, neither by the names of tensors nor of nodes");
    }

    private static Map<String, Tensor> renamed(
        Map<String, Tensor> given, Map<String, ValueType> wanted) {
      if (wanted.keySet().equals(given.keySet()) || wanted.size() != given.size()) {
        return given;
      }
      Map<String, Tensor> renamed = new LinkedHashMap<>();
      List<Tensor> values = List.copyOf(given.values());
      int i = 0;
      for (String name : wanted.keySet()) {
        renamed.put(name, values.get(i++));
      }
      return renamed;
    }

    private List<LayerDifference> layers() {
      List<LayerDifference> layers = new ArrayList<>();
      Map<String, Double> reached = new HashMap<>();
      for (Node node : graph.nodes()) {
        // what cannot be compared hands on the most of what it reads
        double before =
            node.reads().stream().mapToDouble(t -> reached.getOrDefault(t, 0.0)).max().orElse(0);
        for (String tensor : node.outputs()) {
          Sum sum = sums.get(tensor);
          Counterpart counterpart = counterparts.get(tensor);
          if (sum == null || counterpart == null) {
            reached.put(tensor, before);
            continue;
          }
          double own = Math.pow(10, -sum.decibels() / 10);
          reached.put(tensor, sum.sizes.isEmpty() ? own : before);
          layers.add(
              new LayerDifference(
                  tensor,
                  node.type(),
                  graph.outputNames().contains(tensor),
                  counterpart.tensor(),
                  counterpart.how(),
                  sum.decibels(),
                  Math.max(0, own - before),
                  sum.largest,
                  sum.sizes));
        }
      }
      return layers;
    }
  }
}
