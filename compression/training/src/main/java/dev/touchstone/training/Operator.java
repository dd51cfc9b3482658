package dev.touchstone.training;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * How one ONNX operator is carried out on libtorch.
 *
 * @param learned the inputs that are learned where the graph holds their value
 * @param function from the operands to the first output
 */
record Operator(List<Integer> learned, Function<Operands, Tensor> function) {

  static Operator of(Function<Operands, Tensor> function) {
    return new Operator(List.of(), function);
  }

  static Operator learning(List<Integer> learned, Function<Operands, Tensor> function) {
    return new Operator(learned, function);
  }
}
