package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a model holds together: versions that are known, one maker for each tensor, no circles,
 * tensors as long as they say, functions that end. Whether its operators are used rightly is for
 * ONNX Runtime to say.
 */
final class Soundness {

  /** ONNX 1.21, which ONNX Runtime 1.29 reads. */
  private static final long NEWEST_IR = 13;

  private static final long NEWEST_OPSET = 26;

  private final ModelProto model;

  Soundness(ModelProto model) {
    this.model = model;
  }

  /**
   * Looks at all of it.
   *
   * @throws UnusableModelException with what is wrong first
   */
  void require() {
    if (model.getIrVersion() < 1 || model.getIrVersion() > NEWEST_IR) {
      throw new UnusableModelException(
          "version %d of the file format (IR) is not known; 1 to %d are read"
              .formatted(model.getIrVersion(), NEWEST_IR));
    }
    operatorSets(model.getOpsetImportList());
    new SoundGraph("").require(model.getGraph());
    for (FunctionProto function : model.getFunctionsList()) {
      operatorSets(function.getOpsetImportList());
      new SoundGraph("function \"" + function.getName() + "\": ").require(function);
    }
    FunctionCalls.require(model);
  }

  private static void operatorSets(List<OperatorSetIdProto> imports) {
    Map<String, Long> versions = new HashMap<>();
    for (OperatorSetIdProto o : imports) {
      String domain = o.getDomain().equals("ai.onnx") ? "" : o.getDomain();
      Long other = versions.put(domain, o.getVersion());
      if (other != null && other != o.getVersion()) {
        throw new UnusableModelException(
            "it imports versions %d and %d of the operator set \"%s\"; one is allowed"
                .formatted(other, o.getVersion(), domain));
      }
      if (domain.isEmpty() && (o.getVersion() < 1 || o.getVersion() > NEWEST_OPSET)) {
        throw new UnusableModelException(
            "opset %d is not known; 1 to %d are read".formatted(o.getVersion(), NEWEST_OPSET));
      }
    }
  }

  /**
   * How many elements a tensor says it has.
   *
   * @throws UnusableModelException if a dimension is negative or they are too many to count
   */
  static long elements(TensorProto tensor) {
    long count = 1;
    boolean empty = false;
    for (long d : tensor.getDimsList()) {
      if (d < 0) {
        throw new UnusableModelException(
            "tensor \"%s\" has a dimension of %d".formatted(tensor.getName(), d));
      }
      empty |= d == 0;
    }
    if (empty) {
      return 0;
    }
    for (long d : tensor.getDimsList()) {
      if (count > Long.MAX_VALUE / 128 / d) { // a complex number has 128 bits
        throw new UnusableModelException(
            "tensor \"%s\" of shape %s has more elements than can be counted"
                .formatted(tensor.getName(), shape(tensor)));
      }
      count *= d;
    }
    return count;
  }

  /** Requires that a tensor holds the bytes that its shape and type promise. */
  static void requireBytes(TensorProto tensor) {
    OnnxType type = type(tensor);
    long elements = elements(tensor);
    boolean external = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    if (type == OnnxType.STRING) {
      if (external || !tensor.getRawData().isEmpty() || tensor.getStringDataCount() != elements) {
        throw new UnusableModelException(
            "tensor \"%s\" of STRING%s should have %d texts, the file holds %d"
                .formatted(tensor.getName(), shape(tensor), elements, tensor.getStringDataCount()));
      }
    } else if (!external) {
      ByteString raw = tensor.getRawData();
      long found = raw.isEmpty() ? Elements.typedBytes(tensor, type) : raw.size();
      if (found != type.bytes(elements)) {
        throw new UnusableModelException(
            "tensor \"%s\" of %s%s should have %d bytes, the file holds %d"
                .formatted(tensor.getName(), type, shape(tensor), type.bytes(elements), found));
      }
    }
  }

  static OnnxType type(TensorProto tensor) {
    try {
      return OnnxType.of(tensor.getDataType());
    } catch (UnusableModelException e) {
      throw new UnusableModelException(
          "tensor \"%s\": %s".formatted(tensor.getName(), e.getMessage()), e);
    }
  }

  /** The first dimensions, as text. */
  static String shape(TensorProto tensor) {
    int shown = Math.min(tensor.getDimsCount(), 8);
    String text = tensor.getDimsList().subList(0, shown).toString();
    return shown == tensor.getDimsCount() ? text : text.replace("]", ", ...]");
  }
}
