package dev.touchstone.cli;

import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Operation;
import dev.touchstone.recipes.anatomy.Port;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code inspect} says of a model, as text. */
final class ModelReport {

  private ModelReport() {}

  /**
   * The whole text.
   *
   * @param nodes whether every node is listed
   */
  static String render(String name, Anatomy anatomy, boolean nodes) {
    StringBuilder out = new StringBuilder();
    head(out, name, anatomy);
    out.append('\n');
    out.append(operators(anatomy).render());
    if (nodes) {
      out.append('\n').append(nodes(anatomy.operations()).render());
    }
    if (!anatomy.remarks().isEmpty()) {
      out.append('\n');
      anatomy.remarks().forEach(remark -> out.append("  note: ").append(remark).append('\n'));
    }
    return out.toString();
  }

  private static void head(StringBuilder out, String name, Anatomy anatomy) {
    Anatomy.Header header = anatomy.header();
    out.append(name).append('\n');
    String producer = header.producer().isBlank() ? "an unnamed program" : header.producer();
    line(out, "made by", producer + ", IR version " + header.irVersion());
    line(
        out,
        "opsets",
        header.opsets().isEmpty()
            ? "none stated"
            : header.opsets().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", ")));
    ports(out, "input", anatomy.inputs());
    ports(out, "output", anatomy.outputs());
    line(out, "size", count(header.bytes()) + " bytes");
    String types =
        anatomy.weights().byType().entrySet().stream()
            .map(e -> count(e.getValue()) + " " + e.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    line(
        out,
        "weights",
        count(anatomy.weights().parameters())
            + " parameters; "
            + count(anatomy.weights().bytes())
            + " bytes"
            + (types.isEmpty() ? "" : " (" + types + ")"));
    line(out, "products", products(anatomy));
    Optional<Long> memory = anatomy.memoryBytes();
    line(
        out,
        "memory",
        memory.isPresent()
            ? "at least "
                + count(memory.get())
                + " bytes: weights, and activations of "
                + count(anatomy.peakActivationBytes().orElse(0))
                + " at the most"
            : "not known, since sizes of activations are not");
    line(
        out,
        "nodes",
        anatomy.operations().size()
            + (anatomy.constantNodes() > 0
                ? " and " + anatomy.constantNodes() + " constants"
                : ""));
  }

  private static String products(Anatomy anatomy) {
    boolean open = anatomy.operations().stream().anyMatch(o -> o.macs().isEmpty());
    if (open && anatomy.macs() == 0) {
      return "not known, since sizes of activations are not";
    }
    return (open ? "at least " : "") + count(anatomy.macs()) + " multiply-accumulates a run";
  }

  private static void ports(StringBuilder out, String key, List<Port> ports) {
    for (Port port : ports) {
      line(out, key, port.name() + ": " + port);
    }
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(String.format(Locale.ROOT, "  %-9s %s%n", key, Printable.of(value)));
  }

  /** Operators by type and precision, the dearest first. */
  static TextTable operators(Anatomy anatomy) {
    TextTable table = new TextTable("operator", "computes in", ">nodes", ">MACs", ">parameters");
    for (Map.Entry<Anatomy.Kind, Anatomy.Tally> e : anatomy.tallies().entrySet()) {
      table.row(
          Printable.of(e.getKey().type()),
          e.getKey().precision().words(),
          e.getValue().count(),
          zero(e.getValue().macs()),
          zero(e.getValue().parameters()));
    }
    return table;
  }

  private static TextTable nodes(List<Operation> operations) {
    TextTable table =
        new TextTable("node", "operator", "computes in", "output", ">MACs", ">parameters");
    for (Operation operation : operations) {
      String path = operation.path().isEmpty() ? "" : operation.path() + "/";
      table.row(
          Printable.end(path + operation.label()),
          Printable.of(operation.type()),
          operation.precision().words(),
          operation.output().map(e -> e.shapeText()).orElse("?"),
          operation.macs().isPresent() ? zero(operation.macs().getAsLong()) : "?",
          zero(operation.parameters()));
    }
    return table;
  }

  private static String zero(long number) {
    return number == 0 ? "-" : count(number);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
