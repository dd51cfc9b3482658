package dev.touchstone.recipes.pruning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Which indices of which tensors have to go together. Every index of every dimension of a known
 * size above 1 is an atom; operators join atoms (union by Tarjan 1975), so that what is joined in
 * the end, across residual additions, concatenations and reshapes, is one unit that stays or goes
 * as a whole. Not thread-safe.
 *
 * <p>This is the dependency graph of Fang et al., <i>DepGraph: Towards Any Structural Pruning</i>,
 * CVPR 2023, at the level of single indices instead of layers, so that Concat, Split, Flatten and
 * grouped convolutions need no bookkeeping of offsets.
 */
final class Coupling {

  /** What a rule found out about atoms; holds for everything that they are joined with. */
  enum Mark {
    /** Has to stay. */
    PINNED,
    /** A normalization averages over it: even a channel of zeros changes the others. */
    AVERAGED,
    /** Runs along the batch of a product of two activations, as attention heads do. */
    ATTENTION
  }

  private static final int[] RIGID = {};

  private final Shapes shapes;
  private final Map<TensorAxis, int[]> atoms = new LinkedHashMap<>();
  private final Map<Mark, Map<Integer, String>> marks = new EnumMap<>(Mark.class);
  private int[] parent = new int[1024];
  private int count;

  Coupling(Shapes shapes) {
    this.shapes = shapes;
    for (Mark mark : Mark.values()) {
      marks.put(mark, new HashMap<>());
    }
  }

  OptionalInt rank(String tensor) {
    return shapes.rank(tensor);
  }

  OptionalLong size(TensorAxis axis) {
    return shapes.size(axis.tensor(), axis.axis());
  }

  /** Whether a dimension has exactly one index, which broadcasting repeats. */
  boolean isOne(TensorAxis axis) {
    return size(axis).equals(OptionalLong.of(1));
  }

  /** The atoms of a dimension; none if its size is 1 or known only at run time. */
  int[] atoms(TensorAxis axis) {
    return atoms.computeIfAbsent(axis, this::create);
  }

  private int[] create(TensorAxis axis) {
    OptionalLong size = size(axis);
    if (size.isEmpty() || size.getAsLong() < 2) {
      return RIGID;
    }
    int[] fresh = new int[Math.toIntExact(size.getAsLong())];
    if (count + fresh.length > parent.length) {
      parent = Arrays.copyOf(parent, Math.max(parent.length * 2, count + fresh.length));
    }
    for (int i = 0; i < fresh.length; i++) {
      parent[count] = count;
      fresh[i] = count++;
    }
    return fresh;
  }

  /** Every dimension that has atoms, in the order in which rules came upon them. */
  List<TensorAxis> axes() {
    return atoms.entrySet().stream()
        .filter(e -> e.getValue().length > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The representative of everything that an atom is joined with. */
  int root(int atom) {
    int root = atom;
    while (parent[root] != root) {
      root = parent[root];
    }
    while (parent[atom] != root) {
      int next = parent[atom];
      parent[atom] = root;
      atom = next;
    }
    return root;
  }

  /** Lets two atoms share their fate. */
  void join(int first, int second) {
    int a = root(first);
    int b = root(second);
    if (a != b) {
      parent[b] = a;
      marks
          .values()
          .forEach(
              texts -> {
                String moved = texts.remove(b);
                if (moved != null) {
                  texts.putIfAbsent(a, moved);
                }
              });
    }
  }

  /** Joins two dimensions index by index; both have to stay if their sizes differ. */
  void join(TensorAxis first, TensorAxis second) {
    int[] a = atoms(first);
    int[] b = atoms(second);
    if (a.length == b.length) {
      for (int i = 0; i < a.length; i++) {
        join(a[i], b[i]);
      }
    } else {
      String reason = "sizes of " + first + " and " + second + " are not known to be equal";
      pin(first, reason);
      pin(second, reason);
    }
  }

  /** Marks one atom; the first text stays. */
  void mark(Mark mark, int atom, String text) {
    texts(mark).putIfAbsent(root(atom), text);
  }

  /** Marks a dimension. */
  void mark(Mark mark, TensorAxis axis, String text) {
    for (int atom : atoms(axis)) {
      mark(mark, atom, text);
    }
  }

  /** Lets a dimension stay as it is. */
  void pin(TensorAxis axis, String reason) {
    mark(Mark.PINNED, axis, reason);
  }

  /** Lets a tensor stay as it is. */
  void pin(String tensor, String reason) {
    IntStream.range(0, rank(tensor).orElse(0)).forEach(d -> pin(new TensorAxis(tensor, d), reason));
  }

  /** The text of a mark on whatever an atom is joined with. */
  Optional<String> marked(Mark mark, int atom) {
    return Optional.ofNullable(texts(mark).get(root(atom)));
  }

  /** Whether every index of a dimension has that mark. */
  boolean isMarked(Mark mark, TensorAxis axis) {
    return Arrays.stream(atoms(axis)).allMatch(a -> marked(mark, a).isPresent());
  }

  private Map<Integer, String> texts(Mark mark) {
    return marks.computeIfAbsent(mark, m -> new HashMap<>());
  }

  /** Everything that is joined, by representative, each with its indices in the order of axes. */
  Map<Integer, List<Place>> members() {
    Map<Integer, List<Place>> members = new LinkedHashMap<>();
    atoms.forEach(
        (axis, vector) -> {
          for (int i = 0; i < vector.length; i++) {
            members
                .computeIfAbsent(root(vector[i]), r -> new ArrayList<>())
                .add(new Place(axis, i));
          }
        });
    return members;
  }

  /**
   * One index of a dimension.
   *
   * @param index from 0
   */
  record Place(TensorAxis axis, int index) {}
}
