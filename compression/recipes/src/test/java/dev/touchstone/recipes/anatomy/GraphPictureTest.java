package dev.touchstone.recipes.anatomy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GraphPictureTest {

  private static OnnxModel chain(int nodes, String input) {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of(input, OnnxType.FLOAT, 1, 4)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 4)));
    graph.put(Constant.floats("w", new long[] {4, 4}, new float[16]));
    graph.add(Node.of("MatMul", "m", List.of(input, "w"), List.of("t0")));
    for (int i = 1; i < nodes; i++) {
      String to = i == nodes - 1 ? "y" : "t" + i;
      graph.add(Node.of("Relu", "r" + i, List.of("t" + (i - 1)), List.of(to)));
    }
    return OnnxModel.of(graph, 8, 17);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void showsEachNodeWithItsWeightsAndSizesOnceAndNothingElse() throws Exception {
    String svg = GraphPicture.of(chain(3, "x"), Map.of()).orElseThrow();

    assertThat(svg).contains(">MatMul 4x4<", ">Relu<", ">x<", ">y<", ">float 1x4<");
    // the ground, x, three nodes, y
    assertThat(parsed(svg).getElementsByTagName("rect").getLength()).isEqualTo(6);
    assertThat(svg).contains("prefers-color-scheme:dark");
  }

  @Test
  void isWellFormedWhateverTheNamesHold() throws Exception {
    String svg = GraphPicture.of(chain(2, "<a&\"b\u0001>"), Map.of()).orElseThrow();

    assertThat(parsed(svg).getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("<a&\"b>");
  }

  @Test
  void isNotDrawnOfALargeGraph() {
    assertThat(GraphPicture.of(chain(GraphPicture.MOST_NODES + 1, "x"), Map.of())).isEmpty();
  }

  @Test
  void boxesNeverOverlapAndArrowsPointDown() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      int boxes = 2 + random.nextInt(40);
      double[] widths = random.doubles(boxes, 20, 200).toArray();
      List<GraphLayout.Arrow> arrows = new ArrayList<>();
      for (int to = 1; to < boxes; to++) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          arrows.add(new GraphLayout.Arrow(random.nextInt(to), to));
        }
      }

      GraphLayout layout = new GraphLayout(widths, arrows, 10);

      for (GraphLayout.Arrow arrow : arrows) {
        assertThat(layout.boxes().get(arrow.from()).layer)
            .isLessThan(layout.boxes().get(arrow.to()).layer);
      }
      for (GraphLayout.Spot a : layout.boxes()) {
        for (GraphLayout.Spot b : layout.boxes()) {
          if (a != b && a.layer == b.layer) {
            assertThat(Math.abs(a.x - b.x)).isGreaterThanOrEqualTo((a.width + b.width) / 2 + 9.99);
          }
        }
      }
    }
  }
}
