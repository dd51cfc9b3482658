package dev.touchstone.baselines;

import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Slice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * A part of the evaluation samples that quality is asked of.
 *
 * @param name such as {@code class=crack} or {@code condition=low light}; empty for the whole
 * @param label the class, if the part is about one
 * @param slice for a class all samples, since its precision needs the others too
 */
record Cut(String name, OptionalInt label, Slice slice) {

  static Cut whole(EvaluationSamples samples) {
    return new Cut("", OptionalInt.empty(), Slice.all(samples.size()));
  }

  /** One part for each class or for each value of a column, in the order of their appearance. */
  static List<Cut> by(String column, EvaluationSamples samples) {
    List<Cut> cuts = new ArrayList<>();
    if (column.equals(Requirement.EACH_CLASS)) {
      if (samples.labels().isPresent() && samples.labels().get() instanceof Labels.Classes c) {
        for (int label = 0; label < c.names().size(); label++) {
          cuts.add(
              new Cut(
                  column + "=" + c.names().get(label),
                  OptionalInt.of(label),
                  Slice.all(samples.size())));
        }
      }
      return cuts;
    }
    List<String> values = samples.slices().getOrDefault(column, List.of());
    for (String value : new LinkedHashSet<>(values)) {
      cuts.add(new Cut(column + "=" + value, OptionalInt.empty(), Slice.where(values, value)));
    }
    return cuts;
  }

  /** Only the samples that the part is about: for a class those that are labelled with it. */
  Slice own(Labels labels) {
    return label.isPresent() && labels instanceof Labels.Classes classes
        ? Slice.ofClass(classes, label.getAsInt())
        : slice;
  }

  /** The same part of other samples: a resample. */
  Cut on(Slice other) {
    return new Cut(name, label, other);
  }
}
