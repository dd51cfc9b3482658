package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What enters or leaves a model.
 *
 * @param name of the tensor
 * @param type such as {@code float}, or {@code sequence}
 * @param dims sizes and names of sizes, {@code ?} where nothing is stated; empty for a scalar, for
 *     an unknown rank, and for what is no tensor
 */
public record Port(String name, String type, List<String> dims) {

  /** Copies the dimensions. */
  public Port {
    dims = List.copyOf(dims);
  }

  static Port of(ValueInfoProto value) {
    TypeProto type = value.getType();
    if (!type.hasTensorType()) {
      String kind = type.getValueCase().name().toLowerCase(Locale.ROOT).replace("_type", "");
      return new Port(value.getName(), kind.equals("value_not_set") ? "unknown" : kind, List.of());
    }
    int code = type.getTensorType().getElemType();
    String element =
        Arrays.stream(OnnxType.values())
            .filter(t -> t.code() == code)
            .map(t -> t.name().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("type " + code);
    List<String> dims =
        type.getTensorType().getShape().getDimList().stream().map(Port::dimension).toList();
    return new Port(value.getName(), element, dims);
  }

  private static String dimension(TensorShapeProto.Dimension dimension) {
    if (dimension.hasDimValue()) {
      return Long.toString(dimension.getDimValue());
    }
    return dimension.getDimParam().isBlank() ? "?" : dimension.getDimParam();
  }

  /** Such as {@code float [N, 1, 64, 64]}. */
  @Override
  public String toString() {
    return type + " " + dims.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
