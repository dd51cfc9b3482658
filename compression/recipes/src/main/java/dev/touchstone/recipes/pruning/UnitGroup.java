package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.pruning.Coupling.Mark;
import dev.touchstone.recipes.pruning.Coupling.Place;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.PruneStructured.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Units that lie in the same places of the same tensors, and so can stand in for one another.
 *
 * @param part what kind of units they are
 * @param places dimensions that each unit takes indices of, and how many
 * @param units representative atoms, in the order of the weights of the first layer
 * @param sides layers that make or read what the units carry
 * @param reason why none of them may go; empty if they may
 */
record UnitGroup(
    Part part,
    Map<TensorAxis, Integer> places,
    List<Integer> units,
    List<LayerSide> sides,
    Optional<String> reason) {

  /** Finds all groups that layers with constant weights make, in the order of the layers. */
  static List<UnitGroup> find(CouplingRules.Result rules) {
    Coupling coupling = rules.coupling();
    Map<Integer, List<Place>> members = coupling.members();
    Map<Key, List<Integer>> units = new LinkedHashMap<>();
    Map<Integer, Key> known = new HashMap<>();
    for (LayerSide side : rules.sides()) {
      if (side.makes()) {
        for (int atom : coupling.atoms(side.weights())) {
          int root = coupling.root(atom);
          if (!known.containsKey(root)) {
            Key key = Key.of(members.getOrDefault(root, List.of()), coupling, root);
            known.put(root, key);
            units.computeIfAbsent(key, k -> new ArrayList<>()).add(root);
          }
        }
      }
    }
    List<UnitGroup> groups = new ArrayList<>();
    units.forEach((key, roots) -> groups.add(group(key, roots, rules)));
    return groups;
  }

  private record Key(Map<TensorAxis, Integer> places, Optional<String> pinned) {

    static Key of(List<Place> members, Coupling coupling, int root) {
      Map<TensorAxis, Integer> places = new LinkedHashMap<>();
      members.forEach(m -> places.merge(m.axis(), 1, Integer::sum));
      return new Key(places, coupling.marked(Mark.PINNED, root));
    }
  }

  private static UnitGroup group(Key key, List<Integer> roots, CouplingRules.Result rules) {
    List<LayerSide> sides =
        rules.sides().stream().filter(s -> key.places().containsKey(s.weights())).toList();
    Coupling coupling = rules.coupling();
    int first = roots.get(0);
    Part part;
    if (coupling.marked(Mark.AVERAGED, first).isPresent()) {
      part = Part.WIDTH;
    } else if (sides.stream().anyMatch(s -> s.makes() && s.isConvolution())) {
      part = Part.CHANNELS;
    } else if (coupling.marked(Mark.ATTENTION, first).isPresent()) {
      part = Part.HEADS;
    } else {
      part = Part.FEED_FORWARD;
    }
    return new UnitGroup(part, key.places(), List.copyOf(roots), sides, key.pinned());
  }

  /** Layers whose outputs the units are. */
  List<LayerSide> makers() {
    return sides.stream().filter(LayerSide::makes).toList();
  }

  /** Layers that read the units. */
  List<LayerSide> readers() {
    return sides.stream().filter(s -> !s.makes()).toList();
  }

  /** How many channels a unit has at most in one tensor: 1, or the size of a head. */
  int channelsPerUnit() {
    return makers().stream().mapToInt(s -> places.getOrDefault(s.weights(), 1)).max().orElse(1);
  }

  /** Whether a filter takes every layer that makes the units. */
  boolean isTaken(NodeFilter nodes) {
    return makers().stream().allMatch(s -> nodes.takes(s.node().name(), s.node().type()));
  }

  /** The layers that make the units, for people. */
  String label() {
    return makers().stream()
        .map(s -> s.node().label())
        .distinct()
        .collect(Collectors.joining(" + "));
  }

  /** The same for the same group of a model that has lost some of its units. */
  String identity() {
    return places.keySet().stream()
        .map(TensorAxis::toString)
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
