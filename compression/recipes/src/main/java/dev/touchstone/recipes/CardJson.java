package dev.touchstone.recipes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Precision;
import dev.touchstone.recipes.anatomy.Weights;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.scenarios.RecipeWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A card for programs; {@code card.schema.json} beside this class describes it.
 *
 * <p>{@code version} grows when a field changes its meaning or goes away; new fields may come at
 * any time. What is not known is absent.
 */
final class CardJson {

  static final String SCHEMA = "touchstone.card";
  static final int VERSION = 1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CardJson() {}

  /**
   * The card.
   *
   * @param reference hash and bytes
   * @param candidate hash and bytes
   */
  static ObjectNode of(CardContent content, Identity reference, Identity candidate) {
    ObjectNode card = NODES.objectNode().put("schema", SCHEMA).put("version", VERSION);
    card.put("name", content.name());
    card.set("candidate", candidate.json());
    card.set("reference", reference.json());
    card.set("making", making(content));
    content
        .making()
        .filter(m -> m.lineage().calibrationSha256().isPresent())
        .ifPresent(m -> card.set("calibration", calibration(m)));
    content.files().ifPresent(files -> files(card, files));
    content.running().ifPresent(r -> card.set("asItRuns", operators(r)));
    content
        .left()
        .ifPresent(
            left -> content.running().ifPresent(r -> card.set("leftInFloat", left(left, r))));
    content.making().ifPresent(m -> card.set("standingCheck", standing(m.standing())));
    content.making().ifPresent(m -> card.set("appendices", texts(m.appendices())));
    return card;
  }

  /**
   * Which model it is.
   *
   * @param sha256 of the file and its external data
   * @param bytes of the file and its external data
   */
  record Identity(String sha256, long bytes) {

    static Identity of(ModelFiles files) {
      return new Identity(files.sha256(), files.bytes());
    }

    ObjectNode json() {
      return NODES.objectNode().put("sha256", sha256).put("bytes", bytes);
    }
  }

  private static ObjectNode making(CardContent content) {
    ObjectNode node = NODES.objectNode().put("known", content.making().isPresent());
    content
        .making()
        .ifPresent(
            making -> {
              ObjectNode tools = node.putObject("tools");
              new TreeMap<>(making.lineage().tools()).forEach(tools::put);
              node.put("recipe", making.lineage().recipe());
              ArrayNode steps = node.putArray("steps");
              List<String> written = RecipeWriter.steps(making.recipe());
              for (int i = 0; i < making.lineage().steps().size(); i++) {
                steps.add(step(making.lineage().steps().get(i), written.get(i)));
              }
            });
    return node;
  }

  private static ObjectNode step(StepRecord step, String parameters) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("step", step.step())
            .put("parameters", parameters)
            .put("nodesBefore", step.nodesBefore())
            .put("nodesAfter", step.nodesAfter())
            .put("bytesBefore", step.bytesBefore())
            .put("bytesAfter", step.bytesAfter());
    step.outputSignalToNoiseDb()
        .ifPresent(
            db -> {
              node.put("outputChanged", !Double.isInfinite(db));
              if (Double.isFinite(db)) {
                node.put("outputSnrDb", db);
              }
            });
    return node.put("note", step.note());
  }

  private static ObjectNode calibration(CardContent.Making making) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("sha256", making.lineage().calibrationSha256().orElse(""))
            .put("samples", making.lineage().calibrationSamples())
            .put("repeated", making.standing().repeated());
    List<String> remarks =
        CalibrationCount.remarks(
            making.lineage().calibrationSamples(), making.standing().repeated());
    node.set("remarks", texts(remarks.stream().map(r -> r.replace("**", "")).toList()));
    return node;
  }

  private static void files(ObjectNode card, CardContent.Files files) {
    ObjectNode sizes = card.putObject("sizes");
    Map<String, ToLongFunction<Anatomy>> rows = new LinkedHashMap<>();
    rows.put("weightBytes", a -> a.weights().bytes());
    rows.put("parameters", a -> parameters(a.weights()));
    rows.put("multiplyAccumulates", Anatomy::macs);
    rows.put("multiplyAccumulatesIn8Bits", a -> a.macs(Precision.INT8));
    rows.put("nodes", a -> a.operations().size());
    rows.forEach(
        (key, number) ->
            sizes
                .putObject(key)
                .put("reference", number.applyAsLong(files.reference()))
                .put("candidate", number.applyAsLong(files.candidate())));
    ObjectNode operators = card.putObject("operators");
    operators.set("reference", operators(files.reference()));
    operators.set("candidate", operators(files.candidate()));
    card.set("remarks", texts(List.copyOf(files.remarks())));
  }

  private static long parameters(Weights weights) {
    return weights.parameters();
  }

  private static ArrayNode operators(Anatomy anatomy) {
    ArrayNode rows = NODES.arrayNode();
    anatomy
        .tallies()
        .forEach(
            (kind, tally) ->
                rows.addObject()
                    .put("operator", kind.type())
                    .put("computesIn", kind.precision().words())
                    .put("nodes", tally.count())
                    .put("multiplyAccumulates", tally.macs()));
    return rows;
  }

  /** All of them: a program can leave out what a person would not read. */
  private static ObjectNode left(List<LeftInFloat> left, Anatomy running) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("integerShare", CardContent.integerShare(running))
            .put("multiplyAccumulates", running.macs());
    ArrayNode nodes = node.putArray("nodes");
    left.forEach(
        each ->
            nodes
                .addObject()
                .put("node", each.node())
                .put("operator", each.type())
                .put("multiplyAccumulates", each.macs())
                .put("why", each.why()));
    return node;
  }

  private static ObjectNode standing(Standing standing) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("ran", standing.agreementDb().isPresent())
            .put("samples", standing.samples())
            .put("source", standing.source().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (standing.agreementDb().isEmpty()) {
      return node;
    }
    double agreement = standing.agreementDb().getAsDouble();
    node.put("optimizationChangesBits", !Double.isInfinite(agreement));
    if (Double.isFinite(agreement)) {
      node.put("agreementDb", agreement);
    }
    node.put("samplesNotFinite", standing.notFinite());
    node.put("deterministic", standing.wavering().isEmpty());
    standing.wavering().ifPresent(gap -> node.put("largestGapBetweenRuns", gap));
    return node;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode node = NODES.arrayNode();
    texts.forEach(node::add);
    return node;
  }
}
