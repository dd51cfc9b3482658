package dev.touchstone.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code verdict.json}: the whole verdict for programs.
 *
 * <p>The schema is described in this module's README. {@code version} grows when a field changes
 * its meaning or goes away; new fields may come at any time. A field whose value was not measured
 * is absent; a bound of an interval that does not exist is {@code null}.
 */
public final class JsonReport implements ReportFormat {

  /** The schema's name, the first field of the file. */
  static final String SCHEMA = "touchstone.verdict";

  /** The schema's version, the second field of the file. */
  static final int VERSION = 1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String output() {
    return "verdict.json";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    AtomicFile.write(folder.resolve(output()), JsonText.of(verdict(verdict)));
  }

  private static ObjectNode verdict(Verdict verdict) {
    ObjectNode node = NODES.objectNode();
    node.put("schema", SCHEMA).put("version", VERSION);
    node.put("outcome", verdict.outcome().name());
    node.put("summary", Wording.sentence(verdict));
    node.set("run", run(verdict.run()));
    ArrayNode arms = node.putArray("arms");
    verdict.run().arms().forEach(a -> arms.add(arm(a)));
    ArrayNode findings = node.putArray("findings");
    verdict.findings().forEach(f -> findings.add(finding(f)));
    ArrayNode measurements = node.putArray("measurements");
    verdict.measurements().forEach(m -> measurements.add(measurement(m)));
    ObjectNode environment = node.putObject("environment");
    environment.set("facts", map(verdict.run().environment().facts()));
    environment.set("warnings", texts(verdict.run().environment().warnings()));
    environment.set("violations", texts(verdict.run().environment().violations()));
    ArrayNode faults = node.putArray("faults");
    verdict.run().faults().forEach(f -> faults.add(fault(f)));
    node.set("notes", texts(verdict.notes()));
    return node;
  }

  static ObjectNode run(RunResult run) {
    return NODES
        .objectNode()
        .put("id", run.id())
        .put("scenario", run.scenarioName())
        .put("profile", run.profileName())
        .put("emulated", run.environment().emulation().isPresent())
        .put("seed", run.seed())
        .put("tool", run.provenance().toolVersion())
        .put("started", run.provenance().started().toString())
        .put("finished", run.provenance().finished().toString());
  }

  private static ObjectNode arm(Arm arm) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("name", arm.name())
            .put("role", key(arm.role()))
            .put("file", Wording.fileName(arm))
            .put("sha256", arm.sha256())
            .put("bytes", arm.bytes());
    node.set("lineage", map(arm.lineage()));
    return node;
  }

  static ObjectNode finding(Finding finding) {
    Requirement requirement = finding.requirement();
    ObjectNode node =
        NODES
            .objectNode()
            .put("arm", finding.arm())
            .put("metric", requirement.metric().key())
            .put("slice", finding.slice())
            .put("outcome", finding.outcome().name())
            .put("reason", finding.reason())
            .put("n", finding.n());
    requirement.load().ifPresent(l -> node.put("load", l));
    requirement.forEach().ifPresent(f -> node.put("forEach", f));
    node.put("location", requirement.location().toString());
    node.set("rule", rule(requirement.rule()));
    finding.value().ifPresent(m -> node.set("value", measurement(m)));
    finding.baseline().ifPresent(m -> node.set("baseline", measurement(m)));
    node.put("scale", Wording.scale(requirement.rule()).map(JsonReport::key).orElse("value"));
    finding.estimate().ifPresent(e -> node.put("estimate", e));
    finding.loss().ifPresent(i -> node.set("interval", interval(i)));
    return node;
  }

  private static ObjectNode rule(Rule rule) {
    ObjectNode node = NODES.objectNode().put("text", rule.toString());
    if (rule instanceof Rule.AtMost most) {
      return limit(node.put("kind", "at-most"), most.limit());
    }
    if (rule instanceof Rule.AtLeast least) {
      return limit(node.put("kind", "at-least"), least.limit());
    }
    if (rule instanceof Rule.Against against) {
      return node.put("kind", "against")
          .put("baseline", against.baseline().key())
          .put("allow", against.allow().size())
          .put("catch", against.catches().size())
          .put("scale", key(against.allow().scale()));
    }
    Rule.GainAtLeast gain = (Rule.GainAtLeast) rule;
    return node.put("kind", "gain-at-least")
        .put("baseline", gain.baseline().key())
        .put("gain", gain.atLeast().size())
        .put("scale", key(gain.atLeast().scale()));
  }

  private static ObjectNode limit(ObjectNode node, Quantity limit) {
    return node.put("limit", limit.value()).put("unit", limit.unit().symbol());
  }

  private static String key(Loss.Scale scale) {
    return scale.name().toLowerCase(Locale.ROOT);
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ObjectNode measurement(Measurement m) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("arm", m.arm())
            .put("metric", m.metric().key())
            .put("slice", m.slice())
            .put("load", m.load());
    number(node, "value", m.value().value());
    node.put("unit", m.value().unit().symbol()).put("n", m.n());
    m.interval().ifPresent(i -> node.set("interval", interval(i)));
    return node;
  }

  private static ObjectNode interval(Interval interval) {
    ObjectNode node = NODES.objectNode();
    number(node, "lower", interval.lower());
    number(node, "upper", interval.upper());
    return node.put("confidence", interval.confidence());
  }

  /** JSON knows no infinity. */
  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static ObjectNode fault(Fault fault) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("arm", fault.arm())
            .put("trial", fault.trial())
            .put("kind", key(fault.kind()))
            .put("reason", fault.reason());
    fault.exitCode().ifPresent(code -> node.put("exitCode", code));
    node.set("lastLines", texts(fault.lastLines()));
    return node;
  }

  private static ObjectNode map(Map<String, String> map) {
    ObjectNode node = NODES.objectNode();
    map.forEach(node::put);
    return node;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode node = NODES.arrayNode();
    texts.forEach(node::add);
    return node;
  }
}
