package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A picture of a small graph as SVG: a box for each node with its type, its weights and the size of
 * its output. What depends on constants alone is left out. It follows the light or dark scheme of
 * whoever shows it.
 */
public final class GraphPicture {

  /** More boxes than these are no picture that a person reads. */
  public static final int MOST_NODES = 240;

  private static final double HEIGHT = 40;
  private static final double STEP = 66;
  private static final double GAP = 22;
  private static final double MARGIN = 16;
  private static final double LETTER = 6.7;

  private static final Set<String> PRODUCTS =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "Attention");
  private static final Set<String> MOVES =
      Set.of(
          "Reshape",
          "Flatten",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Concat",
          "Split",
          "Gather",
          "Pad",
          "Shape",
          "Identity",
          "Expand",
          "Resize",
          "DepthToSpace");

  private static final String STYLE =
      """
      svg{--ground:#ffffff;--ink:#1f2328;--soft:#57606a;--line:#8c959f;--plain:#f6f8fa;--product:#ddf4ff;--product-line:#218bff;--stored:#dafbe1;--stored-line:#2da44e;--quantize:#fff8c5;--quantize-line:#bf8700;--move:#f6f8fa;--port:#fbefff;--port-line:#8250df}
      @media(prefers-color-scheme:dark){svg{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--line:#6e7681;--plain:#161b22;--product:#0c2d6b;--product-line:#388bfd;--stored:#033a16;--stored-line:#3fb950;--quantize:#3b2300;--quantize-line:#d29922;--move:#161b22;--port:#271052;--port-line:#a371f7}}
      text{font:12px system-ui,sans-serif;fill:var(--ink);text-anchor:middle}.size{font-size:10px;fill:var(--soft)}
      rect{fill:var(--plain);stroke:var(--line)}.product rect{fill:var(--product);stroke:var(--product-line)}.stored rect{fill:var(--stored);stroke:var(--stored-line)}.quantize rect{fill:var(--quantize);stroke:var(--quantize-line)}.move rect{stroke-dasharray:3 2}.port rect{fill:var(--port);stroke:var(--port-line)}
      path{fill:none;stroke:var(--line);stroke-width:1.2}marker path{fill:var(--line);stroke:none}.ground{fill:var(--ground);stroke:none}
      """;

  private record Box(String title, String size, String kind, String hint) {

    double width() {
      return Math.max(title.length() * LETTER, size.length() * LETTER * 0.86) + 22;
    }
  }

  private final Graph graph;
  private final Extents extents;
  private final List<Box> boxes = new ArrayList<>();
  private final Map<String, Integer> madeBy = new HashMap<>();
  private final Set<GraphLayout.Arrow> arrows = new LinkedHashSet<>();

  private GraphPicture(Graph graph, Extents extents) {
    this.graph = graph;
    this.extents = extents;
  }

  /**
   * Draws the graph of a model; subgraphs are a box that says how many nodes they hold.
   *
   * @param shapes of inputs by name, as for {@link Anatomy#of(OnnxModel, Map)}
   * @return empty if it has more than {@link #MOST_NODES} nodes to draw
   * @throws dev.touchstone.recipes.onnx.UnusableModelException as for {@link Anatomy}
   */
  public static Optional<String> of(OnnxModel model, Map<String, List<Long>> shapes) {
    OnnxModel sized = Subgraph.sized(model, shapes, new ArrayList<>());
    Graph graph = sized.graph();
    graph.sort();
    GraphPicture picture = new GraphPicture(graph, Extents.of(sized));
    picture.fill();
    return picture.boxes.size() > MOST_NODES ? Optional.empty() : Optional.of(picture.svg());
  }

  private void fill() {
    for (GraphValue input : graph.inputs()) {
      madeBy.put(input.name(), boxes.size());
      boxes.add(new Box(shortened(input.name()), size(input.name()), "port", input.name()));
    }
    Set<String> constant = new HashSet<>(graph.initializerNames());
    for (Node node : graph.nodes()) {
      if (constant.containsAll(node.reads())) {
        constant.addAll(node.outputs());
        continue;
      }
      int box = boxes.size();
      boxes.add(box(node, constant));
      for (String read : node.reads()) {
        Optional.ofNullable(madeBy.get(read))
            .ifPresent(from -> arrows.add(new GraphLayout.Arrow(from, box)));
      }
      node.outputs().forEach(o -> madeBy.put(o, box));
    }
    for (String output : graph.outputNames()) {
      Optional.ofNullable(madeBy.get(output))
          .ifPresent(
              from -> {
                arrows.add(new GraphLayout.Arrow(from, boxes.size()));
                boxes.add(new Box(shortened(output), size(output), "port", output));
              });
    }
  }

  private String size(String tensor) {
    return extents
        .of(tensor)
        .map(e -> e.type().name().toLowerCase(Locale.ROOT) + " " + e.shapeText())
        .orElse("");
  }

  private Box box(Node node, Set<String> constant) {
    int held = node.subgraphs().stream().mapToInt(g -> g.getNodeCount()).sum();
    String weights =
        node.inputs().stream()
            .filter(constant::contains)
            .flatMap(t -> extents.of(t).stream())
            .filter(e -> e.dims().size() > 1)
            .findFirst()
            .map(e -> " " + e.shapeText())
            .orElse("");
    String title = node.type() + weights + (held > 0 ? " (" + held + " nodes inside)" : "");
    return new Box(title, size(node.output(0)), kind(node), node.label());
  }

  private String kind(Node node) {
    String type = node.type();
    if (type.endsWith("QuantizeLinear") || type.equals("DequantizeLinear") || type.equals("Cast")) {
      return "quantize";
    }
    boolean integer =
        type.startsWith("QLinear") || type.endsWith("Integer") || type.equals("MatMulNBits");
    return integer
        ? "stored"
        : PRODUCTS.contains(type) ? "product" : MOVES.contains(type) ? "move" : "plain";
  }

  private static String shortened(String name) {
    return name.length() <= 28 ? name : "…" + name.substring(name.length() - 27);
  }

  private String svg() {
    double[] widths = boxes.stream().mapToDouble(Box::width).toArray();
    GraphLayout layout = new GraphLayout(widths, List.copyOf(arrows), GAP);
    double width = layout.width() + 2 * MARGIN;
    double height = (layout.layers() - 1) * STEP + HEIGHT + 2 * MARGIN;
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
                + " height=\"%.0f\" role=\"img\" aria-label=\"graph of the model\">\n"
                + "<style>%s</style>\n",
            width,
            height,
            width,
            height,
            STYLE));
    out.append(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
    out.append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    layout.routes().forEach(route -> arrow(out, route));
    for (int i = 0; i < boxes.size(); i++) {
      box(out, boxes.get(i), layout.boxes().get(i));
    }
    return out.append("</svg>\n").toString();
  }

  private static double top(GraphLayout.Spot spot) {
    return MARGIN + spot.layer * STEP;
  }

  private static void arrow(StringBuilder out, GraphLayout.Route route) {
    GraphLayout.Spot first = route.spots().get(0);
    double x = MARGIN + first.x;
    double y = top(first) + HEIGHT;
    out.append(String.format(Locale.ROOT, "<path marker-end=\"url(#tip)\" d=\"M%.1f %.1f", x, y));
    for (GraphLayout.Spot spot : route.spots().subList(1, route.spots().size())) {
      double toX = MARGIN + spot.x;
      double toY = top(spot) - 1;
      double half = (toY - y) / 2;
      out.append(
          String.format(
              Locale.ROOT,
              "C%.1f %.1f %.1f %.1f %.1f %.1f",
              x,
              y + half,
              toX,
              toY - half,
              toX,
              toY));
      if (!spot.isBox()) {
        out.append(String.format(Locale.ROOT, "L%.1f %.1f", toX, toY + HEIGHT + 1));
        toY += HEIGHT + 1;
      }
      x = toX;
      y = toY;
    }
    out.append("\"/>\n");
  }

  private static void box(StringBuilder out, Box box, GraphLayout.Spot spot) {
    double x = MARGIN + spot.x;
    double y = top(spot);
    out.append(
        String.format(
            Locale.ROOT,
            "<g class=\"%s\"><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\""
                + " height=\"%.0f\" rx=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>",
            box.kind(),
            escaped(box.hint()),
            x - spot.width / 2,
            y,
            spot.width,
            HEIGHT,
            box.kind().equals("port") ? "20" : "5",
            x,
            y + (box.size().isEmpty() ? 24 : 17),
            escaped(box.title())));
    if (!box.size().isEmpty()) {
      out.append(
          String.format(
              Locale.ROOT,
              "<text class=\"size\" x=\"%.1f\" y=\"%.1f\">%s</text>",
              x,
              y + 31,
              escaped(box.size())));
    }
    out.append("</g>\n");
  }

  /** Also drops what XML does not allow, which names of tensors may hold. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .filter(c -> c >= ' ' && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF))
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
