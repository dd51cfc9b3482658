package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.pruning.Coupling.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How dimensions before and behind a Reshape correspond: equal ones from the innermost and from the
 * outermost on, and between them those whose products agree. Where one dimension becomes several,
 * or several one, exactly one of the several may lose indices: taking one of them takes a slab out
 * of the whole. That is decided when all other rules have spoken: the batch of an attention product
 * if there is one, else the largest that does not have to stay.
 */
final class Factors {

  private final Coupling coupling;
  private final List<Factor> open = new ArrayList<>();

  /**
   * One dimension as several.
   *
   * @param parts outermost first, of sizes whose product is the size of the whole
   */
  private record Factor(TensorAxis whole, List<TensorAxis> parts, String reason) {}

  Factors(Coupling coupling) {
    this.coupling = coupling;
  }

  /** Couples the input and the output of a node that only changes the shape. */
  boolean reshape(Node node) {
    List<TensorAxis> before = axes(node.input(0));
    List<TensorAxis> after = axes(node.output(0));
    String reason = node.type() + " " + node.label() + " mixes it with other dimensions";
    int left = 0;
    int mostLeft = Math.min(before.size(), after.size());
    while (left < mostLeft && same(before.get(left), after.get(left))) {
      left++;
    }
    int right = 0;
    while (right < mostLeft - left
        && equal(before.get(before.size() - 1 - right), after.get(after.size() - 1 - right))) {
      coupling.join(before.get(before.size() - 1 - right), after.get(after.size() - 1 - right));
      right++;
    }
    List<TensorAxis> innerBefore = before.subList(left, before.size() - right);
    List<TensorAxis> innerAfter = after.subList(left, after.size() - right);
    if (product(innerBefore).isPresent() && product(innerBefore).equals(product(innerAfter))) {
      IntStream.range(0, left).forEach(d -> coupling.join(before.get(d), after.get(d)));
      blocks(innerBefore, innerAfter, reason);
    } else {
      before.subList(0, before.size() - right).forEach(a -> coupling.pin(a, reason));
      after.subList(0, after.size() - right).forEach(a -> coupling.pin(a, reason));
    }
    return true;
  }

  /** Dimensions without those of size 1, which take no part. */
  private List<TensorAxis> axes(String tensor) {
    return IntStream.range(0, coupling.rank(tensor).orElse(0))
        .mapToObj(d -> new TensorAxis(tensor, d))
        .filter(axis -> !coupling.isOne(axis))
        .toList();
  }

  private boolean same(TensorAxis a, TensorAxis b) {
    return coupling.size(a).equals(coupling.size(b));
  }

  private boolean equal(TensorAxis a, TensorAxis b) {
    return coupling.size(a).isPresent() && same(a, b);
  }

  private Optional<Long> product(List<TensorAxis> axes) {
    long product = 1;
    for (TensorAxis axis : axes) {
      OptionalLong size = coupling.size(axis);
      if (size.isEmpty()) {
        return Optional.empty();
      }
      product *= size.getAsLong();
    }
    return Optional.of(product);
  }

  /** Cuts both sides, from the innermost on, wherever their products meet. */
  private void blocks(List<TensorAxis> before, List<TensorAxis> after, String reason) {
    int b = before.size();
    int a = after.size();
    while (b > 0 && a > 0) {
      int lastB = b;
      int lastA = a;
      long productB = size(before.get(--b));
      long productA = size(after.get(--a));
      while (productB != productA) {
        if (productB < productA) {
          productB *= size(before.get(--b));
        } else {
          productA *= size(after.get(--a));
        }
      }
      block(before.subList(b, lastB), after.subList(a, lastA), reason);
    }
  }

  private long size(TensorAxis axis) {
    return coupling.size(axis).orElse(1);
  }

  private void block(List<TensorAxis> before, List<TensorAxis> after, String reason) {
    if (before.size() == 1 && after.size() == 1) {
      coupling.join(before.get(0), after.get(0));
    } else if (before.size() == 1) {
      open.add(new Factor(before.get(0), List.copyOf(after), reason));
    } else if (after.size() == 1) {
      open.add(new Factor(after.get(0), List.copyOf(before), reason));
    } else {
      before.forEach(axis -> coupling.pin(axis, reason));
      after.forEach(axis -> coupling.pin(axis, reason));
    }
  }

  /** Settles every dimension that became several. */
  void resolve() {
    for (Factor factor : open) {
      Optional<TensorAxis> chosen =
          factor.parts.stream()
              .filter(part -> !coupling.isMarked(Mark.PINNED, part))
              .max(
                  Comparator.comparing((TensorAxis p) -> coupling.isMarked(Mark.ATTENTION, p))
                      .thenComparing(this::size)
                      .thenComparing(p -> -p.axis()));
      for (TensorAxis part : factor.parts) {
        if (chosen.filter(part::equals).isEmpty()) {
          coupling.pin(part, factor.reason);
        }
      }
      chosen.ifPresentOrElse(
          part -> joinSlabs(factor, part), () -> coupling.pin(factor.whole, factor.reason));
    }
    open.clear();
  }

  private void joinSlabs(Factor factor, TensorAxis part) {
    long stride = 1;
    for (int p = factor.parts.size() - 1; !factor.parts.get(p).equals(part); p--) {
      stride *= size(factor.parts.get(p));
    }
    int[] whole = coupling.atoms(factor.whole);
    int[] slabs = coupling.atoms(part);
    for (int i = 0; i < whole.length; i++) {
      coupling.join(slabs[(int) (i / stride % slabs.length)], whole[i]);
    }
  }
}
