package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the models of a comparison are called: by letter in columns, by file in sentences.
 *
 * @param files for each arm, in the run's order, its file with as many folders as tell it apart
 */
record ArmLabels(List<String> files) {

  ArmLabels {
    files = List.copyOf(files);
  }

  static ArmLabels of(List<Arm> arms) {
    int deepest = arms.stream().mapToInt(a -> a.model().getNameCount()).max().orElse(1);
    for (int depth = 1; depth <= deepest; depth++) {
      int names = depth;
      List<String> files = arms.stream().map(a -> end(a.model(), names)).toList();
      if (new HashSet<>(files).size() == files.size()) {
        return new ArmLabels(files);
      }
    }
    // The same file twice: a model against itself.
    return new ArmLabels(
        IntStream.range(0, arms.size())
            .mapToObj(i -> end(arms.get(i).model(), 1) + " (" + letter(i) + ")")
            .toList());
  }

  private static String end(Path model, int names) {
    int count = model.getNameCount();
    return count == 0
        ? ""
        : Plain.line(model.subpath(Math.max(0, count - names), count).toString());
  }

  /** The letter of an arm, counted from 0: A is the one to compare with. */
  static String letter(int arm) {
    return String.valueOf((char) ('A' + arm));
  }

  String file(int arm) {
    return files.get(arm);
  }
}
