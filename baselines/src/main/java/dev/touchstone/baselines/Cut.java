package dev.touchstone.baselines;

import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Slice;
import dev.touchstone.scenarios.quality.SliceParents;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A part of the evaluation samples that quality is asked of.
 *
 * @param column by which the samples were cut; empty for the whole
 * @param value that the column has there; a value that others belong to stands for all of them
 * @param classes the classes, if the part is about some: one, or all that belong to one
 * @param slice for classes all samples, since their precision needs the others too
 * @param units what counts as one
 */
record Cut(String column, String value, List<Integer> classes, Slice slice, Units units) {

  Cut {
    classes = List.copyOf(classes);
  }

  static Cut whole(EvaluationSamples samples) {
    return new Cut("", "", List.of(), Slice.all(samples.size()), Units.of(samples));
  }

  /** One part for each class or for each value of a column, in the order of their appearance. */
  static List<Cut> by(String column, EvaluationSamples samples) {
    return values(column, samples).stream().map(value -> of(column, value, samples)).toList();
  }

  /** The parts that only group others: parents that are no values themselves. */
  static List<Cut> groups(String column, EvaluationSamples samples) {
    Set<String> values = values(column, samples);
    return samples.marks().parents().parents(column).stream()
        .filter(parent -> !values.isEmpty() && !values.contains(parent))
        .map(parent -> of(column, parent, samples))
        .toList();
  }

  private static Set<String> values(String column, EvaluationSamples samples) {
    if (!column.equals(Requirement.EACH_CLASS)) {
      return new LinkedHashSet<>(samples.slices().getOrDefault(column, List.of()));
    }
    return samples.labels().orElse(null) instanceof Labels.Classes classes
        ? new LinkedHashSet<>(classes.names())
        : Set.of();
  }

  /** The samples with one value, and with all values that belong to it. */
  private static Cut of(String column, String value, EvaluationSamples samples) {
    SliceParents parents = samples.marks().parents();
    List<Integer> classes = new ArrayList<>();
    Slice slice = Slice.all(samples.size());
    if (column.equals(Requirement.EACH_CLASS)) {
      List<String> names = ((Labels.Classes) samples.labels().orElseThrow()).names();
      IntStream.range(0, names.size())
          .filter(label -> parents.covers(column, value, names.get(label)))
          .forEach(classes::add);
    } else {
      List<String> values = samples.slices().getOrDefault(column, List.of());
      slice =
          Slice.of(
              slice.indices().filter(i -> parents.covers(column, value, values.get(i))).toArray());
    }
    return new Cut(column, value, classes, slice, Units.of(samples));
  }

  /** The part that this one belongs to. */
  Optional<Cut> parent(EvaluationSamples samples) {
    return samples.marks().parents().parent(column, value).map(up -> of(column, up, samples));
  }

  /** Such as {@code class=crack} or {@code condition=low light}; empty for the whole. */
  String name() {
    return column.isEmpty() ? "" : column + "=" + value;
  }

  /** The class, if the part is about a single one. */
  OptionalInt label() {
    return classes.size() == 1 ? OptionalInt.of(classes.get(0)) : OptionalInt.empty();
  }

  /** Only the samples that the part is about: for classes those that are labelled with them. */
  Slice own(Labels labels) {
    if (classes.isEmpty() || !(labels instanceof Labels.Classes known)) {
      return slice;
    }
    return Slice.of(slice.indices().filter(i -> classes.contains(known.at(i))).toArray());
  }
}
