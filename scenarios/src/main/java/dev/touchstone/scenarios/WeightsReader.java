package dev.touchstone.scenarios;

import dev.touchstone.scenarios.QuantizeWeights.Arithmetic;
import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import dev.touchstone.scenarios.QuantizeWeights.Form;
import dev.touchstone.scenarios.QuantizeWeights.Rounding;
import dev.touchstone.scenarios.QuantizeWeights.Tables;
import dev.touchstone.scenarios.QuantizeWeights.Zero;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import java.util.List;
import java.util.Optional;

/** Reads {@code quantize} steps of the scheme {@code weights}. */
final class WeightsReader {

  private static final List<String> KEYS =
      List.of(
          "scheme",
          "bits",
          "block-size",
          "symmetric",
          "format",
          "arithmetic",
          "method",
          "embeddings",
          "include",
          "exclude");
  private static final List<String> BITS = List.of("4", "8");
  private static final List<String> SIZES = List.of("16", "32", "64", "128");
  private static final List<String> FORMATS = List.of("matmul-nbits", "dequantize-linear");
  private static final List<String> ARITHMETICS = List.of("float", "int8");
  private static final List<String> METHODS = List.of("rtn", "hqq", "gptq");

  private final Problems problems;

  WeightsReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {quantize: {scheme: weights, ...}}}. */
  Optional<Step> step(Variant variant) {
    Fields fields = variant.fields("a weights quantize step", KEYS);
    Optional<Blocks> blocks = blocks(fields);
    Optional<Form> form = form(fields);
    Optional<Rounding> rounding =
        word(fields, "method", METHODS, "hqq").map(w -> Rounding.valueOf(upper(w)));
    Optional<Tables> tables =
        flag(fields, "embeddings", true).map(on -> on ? Tables.QUANTIZED : Tables.FLOAT);
    Optional<NodeFilter> nodes = NodeFilterReader.readWithPlaces(fields, problems);
    if (form.isEmpty() || rounding.isEmpty() || tables.isEmpty() || nodes.isEmpty()) {
      return Optional.empty();
    }
    return blocks.map(
        b -> new QuantizeWeights(b, form.get(), rounding.get(), tables.get(), nodes.get()));
  }

  private static Optional<Blocks> blocks(Fields fields) {
    Optional<Integer> bits = word(fields, "bits", BITS, "4").map(Integer::valueOf);
    Optional<Integer> size = word(fields, "block-size", SIZES, "32").map(Integer::valueOf);
    Optional<Zero> zero =
        flag(fields, "symmetric", true).map(on -> on ? Zero.SYMMETRIC : Zero.ASYMMETRIC);
    return bits.flatMap(b -> size.flatMap(s -> zero.map(z -> new Blocks(b, s, z))));
  }

  private Optional<Form> form(Fields fields) {
    Optional<String> format = word(fields, "format", FORMATS, "matmul-nbits");
    Optional<String> arithmetic = word(fields, "arithmetic", ARITHMETICS, "float");
    if (format.filter("dequantize-linear"::equals).isEmpty()) {
      return format.flatMap(
          f -> arithmetic.map(a -> new Form.MatMulNBits(Arithmetic.valueOf(upper(a)))));
    }
    if (fields.has("arithmetic")) {
      problems.add(
          fields
              .node("arithmetic")
              .orElseThrow()
              .problem(
                  "arithmetic is decided by ONNX Runtime where format is dequantize-linear",
                  "leave it out, or write format: matmul-nbits"));
      return Optional.empty();
    }
    return Optional.of(new Form.DequantizeLinear());
  }

  private static Optional<String> word(
      Fields fields, String key, List<String> words, String otherwise) {
    return fields.has(key) ? fields.word(key, words) : Optional.of(otherwise);
  }

  private static Optional<Boolean> flag(Fields fields, String key, boolean otherwise) {
    return fields.has(key) ? fields.flag(key) : Optional.of(otherwise);
  }

  private static String upper(String word) {
    return word.toUpperCase(java.util.Locale.ROOT);
  }
}
