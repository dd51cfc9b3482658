package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.data.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A model that shows what is between its nodes. It runs as it is written, since an optimized graph
 * no longer has the tensors. Close it. Not thread-safe.
 */
public final class Activations implements AutoCloseable {

  private final Session session;
  private final Set<String> shown;

  private Activations(Session session, Set<String> shown) {
    this.session = session;
    this.shown = shown;
  }

  /**
   * Shows every output of every node, those in subgraphs excepted.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if ONNX Runtime refuses the model
   */
  public static Activations of(OnnxModel model) {
    Set<String> all = new LinkedHashSet<>();
    model.graph().nodes().stream().map(Node::outputs).flatMap(List::stream).forEach(all::add);
    all.remove("");
    return of(model, all);
  }

  /**
   * Shows some outputs of nodes.
   *
   * @param tensors names; what no node makes is left out
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if ONNX Runtime refuses the model
   */
  public static Activations of(OnnxModel model, Set<String> tensors) {
    Graph graph = model.graph();
    Set<String> shown = new LinkedHashSet<>(tensors);
    shown.retainAll(graph.producers().keySet());
    for (String tensor : shown) {
      if (!graph.outputNames().contains(tensor)) {
        graph.addOutput(tensor);
      }
    }
    return new Activations(
        new Session(model.with(graph.withoutValueInfo()), Optimization.NONE), shown);
  }

  /**
   * Runs the model once.
   *
   * @param inputs by name, with the batch dimension
   * @param observer sees one tensor after the other; what is no tensor is left out
   * @throws dev.touchstone.recipes.onnx.UnusableModelException with ONNX Runtime's own reason if
   *     the run fails
   */
  public void see(Map<String, Tensor> inputs, Consumer<Activation> observer) {
    session.run(inputs, shown, (name, tensor) -> observer.accept(new Activation(name, tensor)));
  }

  /**
   * The same in several runs, so that few tensors are in memory at once; for a look at something
   * that does not change from run to run, such as sizes.
   *
   * @param atOnce tensors in each run, at least 1
   */
  public void seeInParts(Map<String, Tensor> inputs, int atOnce, Consumer<Activation> observer) {
    List<String> all = List.copyOf(shown);
    for (int from = 0; from < all.size(); from += atOnce) {
      Set<String> part =
          new LinkedHashSet<>(all.subList(from, Math.min(all.size(), from + atOnce)));
      session.run(inputs, part, (name, tensor) -> observer.accept(new Activation(name, tensor)));
    }
  }

  /** What the model takes. */
  public Map<String, ValueType> inputs() {
    return session.inputs();
  }

  @Override
  public void close() {
    session.close();
  }
}
