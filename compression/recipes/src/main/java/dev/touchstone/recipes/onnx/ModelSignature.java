package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model is given at each run.
 *
 * @param inputs without those that an initializer fills
 */
public record ModelSignature(List<GraphValue> inputs) {

  /** Copies the list. */
  public ModelSignature {
    inputs = List.copyOf(inputs);
  }

  /**
   * Reads it from a file; external data is not looked at.
   *
   * @throws UnusableModelException if it is no ONNX model
   * @throws UncheckedIOException if it cannot be read
   */
  public static ModelSignature of(Path model) {
    return of(ModelReader.readWithoutExternalData(model).getGraph());
  }

  private static ModelSignature of(GraphProto graph) {
    Set<String> filled =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return new ModelSignature(
        graph.getInputList().stream()
            .filter(input -> !filled.contains(input.getName()))
            .map(GraphValue::of)
            .toList());
  }

  /**
   * Whether the same samples can be given to both: as many inputs, of the same types, and of shapes
   * that agree wherever both state a size. Names do not matter.
   */
  public boolean takesWhatIsTakenBy(ModelSignature other) {
    if (inputs.size() != other.inputs.size()) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      GraphValue mine = inputs.get(i);
      GraphValue theirs = other.inputs.get(i);
      if (mine.type() != theirs.type() || !agree(mine.shape(), theirs.shape())) {
        return false;
      }
    }
    return true;
  }

  private static boolean agree(List<Dimension> mine, List<Dimension> theirs) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return true; // of unknown rank
    }
    if (mine.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      boolean bothStated = mine.get(i).size().isPresent() && theirs.get(i).size().isPresent();
      if (bothStated && !mine.get(i).size().equals(theirs.get(i).size())) {
        return false;
      }
    }
    return true;
  }

  /** Types and shapes, such as {@code FLOAT [1, 3, 224, 224]}. */
  @Override
  public String toString() {
    return inputs.isEmpty()
        ? "nothing"
        : inputs.stream()
            .map(input -> input.type() + " " + input.shape())
            .collect(Collectors.joining(" and "));
  }
}
