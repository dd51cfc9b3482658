package dev.touchstone.recipes.anatomy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places boxes in layers so that every arrow points down: layers by the longest way from the top,
 * order within a layer by the mean place of the neighbors, and the same for the places themselves
 * (Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man and Cybernetics 11 (1981) 109). An
 * arrow over several layers gets a place in each of them, so that it runs between the boxes.
 */
final class GraphLayout {

  private static final int SWEEPS = 12;

  /** One box, or one place of a long arrow. */
  static final class Spot {
    final int box;
    final int layer;
    final double width;
    final List<Spot> above = new ArrayList<>();
    final List<Spot> below = new ArrayList<>();
    double x;

    private Spot(int box, int layer, double width) {
      this.box = box;
      this.layer = layer;
      this.width = width;
    }

    boolean isBox() {
      return box >= 0;
    }

    private double mean(boolean down) {
      List<Spot> neighbors = down ? above : below;
      return neighbors.stream().mapToDouble(s -> s.x).average().orElse(x);
    }
  }

  /** One arrow: the spots that it passes, first and last are boxes. */
  record Route(List<Spot> spots) {

    Route {
      spots = List.copyOf(spots);
    }
  }

  /** An arrow between boxes, by their numbers. */
  record Arrow(int from, int to) {}

  private final double gap;
  private final List<List<Spot>> layers = new ArrayList<>();
  private final List<Spot> boxes = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();

  /**
   * Lays out.
   *
   * @param widths of the boxes, in an order in which every arrow goes from a lower to a higher
   *     number
   * @param gap between neighbors
   */
  GraphLayout(double[] widths, List<Arrow> arrows, double gap) {
    this.gap = gap;
    int[] layer = new int[widths.length];
    arrows.stream()
        .sorted(Comparator.comparingInt(Arrow::from))
        .forEach(a -> layer[a.to()] = Math.max(layer[a.to()], layer[a.from()] + 1));
    for (int i = 0; i < widths.length; i++) {
      boxes.add(put(new Spot(i, layer[i], widths[i])));
    }
    arrows.forEach(this::route);
    for (List<Spot> each : layers) {
      spread(each);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      sweep(sweep % 2 == 0, true);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      sweep(sweep % 2 == 0, false);
    }
    double left =
        layers.stream().flatMap(List::stream).mapToDouble(s -> s.x - s.width / 2).min().orElse(0);
    layers.stream().flatMap(List::stream).forEach(s -> s.x -= left);
  }

  private Spot put(Spot spot) {
    while (layers.size() <= spot.layer) {
      layers.add(new ArrayList<>());
    }
    layers.get(spot.layer).add(spot);
    return spot;
  }

  private void route(Arrow arrow) {
    Spot from = boxes.get(arrow.from());
    Spot to = boxes.get(arrow.to());
    List<Spot> spots = new ArrayList<>(List.of(from));
    for (int layer = from.layer + 1; layer < to.layer; layer++) {
      spots.add(put(new Spot(-1, layer, 10)));
    }
    spots.add(to);
    for (int i = 1; i < spots.size(); i++) {
      spots.get(i - 1).below.add(spots.get(i));
      spots.get(i).above.add(spots.get(i - 1));
    }
    routes.add(new Route(spots));
  }

  private void spread(List<Spot> layer) {
    double x = 0;
    for (Spot spot : layer) {
      spot.x = x + spot.width / 2;
      x += spot.width + gap;
    }
    for (Spot spot : layer) {
      spot.x -= x / 2;
    }
  }

  private void sweep(boolean down, boolean reorder) {
    for (int i = 1; i < layers.size(); i++) {
      List<Spot> layer = layers.get(down ? i : layers.size() - 1 - i);
      double[] wanted = new double[layer.size()];
      if (reorder) {
        layer.sort(Comparator.comparingDouble(s -> s.mean(down)));
      }
      for (int s = 0; s < wanted.length; s++) {
        wanted[s] = layer.get(s).mean(down);
      }
      place(layer, wanted);
    }
  }

  /** As near to where they want to be as the gaps allow: the mean of pushing right and left. */
  private void place(List<Spot> layer, double[] wanted) {
    int n = wanted.length;
    double[] right = wanted.clone();
    double[] left = wanted.clone();
    for (int i = 1; i < n; i++) {
      right[i] = Math.max(right[i], right[i - 1] + apart(layer, i));
    }
    for (int i = n - 2; i >= 0; i--) {
      left[i] = Math.min(left[i], left[i + 1] - apart(layer, i + 1));
    }
    for (int i = 0; i < n; i++) {
      layer.get(i).x = (left[i] + right[i]) / 2;
    }
  }

  private double apart(List<Spot> layer, int i) {
    return (layer.get(i - 1).width + layer.get(i).width) / 2 + gap;
  }

  List<Spot> boxes() {
    return boxes;
  }

  List<Route> routes() {
    return routes;
  }

  int layers() {
    return layers.size();
  }

  double width() {
    return layers.stream()
        .flatMap(List::stream)
        .mapToDouble(s -> s.x + s.width / 2)
        .max()
        .orElse(0);
  }
}
