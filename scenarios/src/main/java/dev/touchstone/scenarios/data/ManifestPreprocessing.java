package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.ImageSteps.Channels;
import dev.touchstone.scenarios.data.ImageSteps.Resize;
import dev.touchstone.scenarios.data.ImageSteps.Size;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code preprocess} of a manifest; what is wrong becomes a problem and is left out. */
final class ManifestPreprocessing {

  private static final int MOST_PIXELS = 1 << 15;

  private static final List<String> ARITHMETIC = List.of("subtract", "multiply", "mean", "std");
  private static final List<String> FOR_IMAGES = List.of("resize", "crop", "channels");
  private static final List<String> LAYOUTS = List.of("nchw", "nhwc");
  private static final List<String> KEYS =
      List.of(
          "resize",
          "crop",
          "channels",
          "stored-layout",
          "layout",
          "subtract",
          "multiply",
          "mean",
          "std");

  private final Problems problems;

  ManifestPreprocessing(Problems problems) {
    this.problems = problems;
  }

  /** Arithmetic alone, for data that has no layout and no size to change. */
  Normalization normalization(YamlNode node) {
    return arithmetic(Fields.of(node, "the preprocessing of a generator", ARITHMETIC, problems));
  }

  Preprocessing read(YamlNode node, boolean images) {
    Fields fields = Fields.of(node, "a preprocessing", KEYS, problems);
    List<String> useless = images ? List.of("stored-layout") : FOR_IMAGES;
    for (String key : useless) {
      fields
          .node(key)
          .ifPresent(
              value ->
                  problems.add(
                      value.problem(
                          Words.quoted(key) + " has no use with this format",
                          images ? "remove it" : "it belongs to images")));
    }
    Optional<Layout> asked = layout(fields, "layout");
    Optional<Layout> layout = images ? Optional.of(asked.orElse(Layout.NCHW)) : asked;
    Optional<Layout> stored = layout(fields, "stored-layout");
    if (stored.isPresent() && layout.isEmpty()) {
      fields
          .node("stored-layout")
          .ifPresent(
              value ->
                  problems.add(
                      value.problem("\"stored-layout\" needs \"layout\", which is missing")));
    }
    ImageSteps steps = new ImageSteps(resize(fields), crop(fields), channels(fields));
    return new Preprocessing(steps, stored, layout, arithmetic(fields));
  }

  private Optional<Layout> layout(Fields fields, String key) {
    return fields.word(key, LAYOUTS).map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private Optional<Resize> resize(Fields preprocessing) {
    Optional<Fields> found =
        preprocessing.fields("resize", "a resize", "shorter-side", "width", "height");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    if (fields.has("shorter-side")) {
      for (String key : List.of("width", "height")) {
        fields
            .node(key)
            .ifPresent(
                node -> problems.add(node.problem("has no use beside \"shorter-side\"", "")));
      }
      return pixels(fields, "shorter-side").map(Resize.ShorterSide::new);
    }
    fields.require("width", "height");
    Optional<Integer> width = pixels(fields, "width");
    Optional<Integer> height = pixels(fields, "height");
    return width.isPresent() && height.isPresent()
        ? Optional.of(new Resize.Exact(new Size(width.get(), height.get())))
        : Optional.empty();
  }

  private Optional<Size> crop(Fields preprocessing) {
    Optional<Fields> found = preprocessing.fields("crop", "a crop", "center", "centre");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String key = found.get().has("centre") ? "centre" : "center";
    found.get().require(key);
    return pixels(found.get(), key).map(side -> new Size(side, side));
  }

  private Optional<Integer> pixels(Fields fields, String key) {
    return fields.integer(key, 1, MOST_PIXELS);
  }

  private Channels channels(Fields fields) {
    return fields
        .word("channels", List.of("rgb", "bgr", "grey", "gray"))
        .map(word -> word.equals("gray") ? "grey" : word)
        .map(word -> Channels.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Channels.RGB);
  }

  private Normalization arithmetic(Fields fields) {
    double subtract = fields.number("subtract").orElse(0.0);
    double multiply = fields.number("multiply").orElse(1.0);
    List<Double> mean = channelValues(fields, "mean", 0.0);
    List<Double> std = channelValues(fields, "std", 1.0);
    Optional<YamlNode> stdNode = fields.node("std");
    if (stdNode.isPresent() && std.contains(0.0)) {
      problems.add(stdNode.get().problem("a standard deviation must not be 0", ""));
      return Normalization.NONE;
    }
    if (stdNode.isPresent() && mean.size() > 1 && std.size() > 1 && mean.size() != std.size()) {
      problems.add(
          stdNode
              .get()
              .problem(
                  "\"std\" has " + std.size() + " channels, \"mean\" has " + mean.size(),
                  "give one value for each channel, or one for all"));
      return Normalization.NONE;
    }
    return new Normalization(subtract, multiply, mean, std);
  }

  /** One number for all channels, or a list with one for each. */
  private List<Double> channelValues(Fields fields, String key, double otherwise) {
    Optional<YamlNode> node = fields.node(key);
    List<Double> values = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof YamlScalar) {
      fields.number(key).ifPresent(values::add);
    } else {
      values.addAll(fields.numbers(key).orElse(List.of()));
      if (node.isPresent() && values.isEmpty()) {
        problems.add(node.get().problem("a number is needed, or a list of them", ""));
      }
    }
    return values.isEmpty() ? List.of(otherwise) : values;
  }
}
