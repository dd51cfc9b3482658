package dev.touchstone.recipes.review;

import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.quality.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts samples by slice. */
record Slices(List<SliceCount> counts, List<String> unknown) {

  static Slices of(Dataset calibration, int samples, Dataset evaluation, Set<String> judged) {
    Map<String, List<String>> ours = columns(calibration);
    Map<String, List<String>> theirs = columns(evaluation);
    List<SliceCount> counts = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    theirs.forEach(
        (column, values) -> {
          Optional<List<String>> own = Optional.ofNullable(ours.get(column));
          if (own.isEmpty()) {
            unknown.add(column);
            return;
          }
          List<String> used = own.get().subList(0, samples);
          for (String value : new LinkedHashSet<>(values)) {
            counts.add(
                new SliceCount(
                    column,
                    value,
                    Collections.frequency(used, value),
                    Collections.frequency(values, value),
                    judged.contains(column)));
          }
        });
    return new Slices(List.copyOf(counts), List.copyOf(unknown));
  }

  /** The slice columns, and the class as one of them. */
  private static Map<String, List<String>> columns(Dataset data) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    data.labels()
        .filter(Labels.Classes.class::isInstance)
        .map(Labels.Classes.class::cast)
        .ifPresent(classes -> columns.put(Requirement.EACH_CLASS, names(classes)));
    columns.putAll(data.slices());
    return columns;
  }

  private static List<String> names(Labels.Classes classes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      names.add(classes.names().get(classes.at(i)));
    }
    return names;
  }
}
