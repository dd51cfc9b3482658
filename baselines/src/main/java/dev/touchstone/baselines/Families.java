package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Holm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds claims that were made together to a common risk, so that many questions stay honest. */
final class Families {

  private static final double COMMON_RISK = 0.01;

  private Families() {}

  /** Turns a FAIL that does not stand out among its family into INCONCLUSIVE. */
  static List<Finding> settle(List<Judged> judged) {
    Map<String, List<Integer>> families = new LinkedHashMap<>();
    for (int i = 0; i < judged.size(); i++) {
      if (judged.get(i).risk().isPresent() && !judged.get(i).family().isEmpty()) {
        families.computeIfAbsent(judged.get(i).family(), f -> new ArrayList<>()).add(i);
      }
    }
    List<Finding> findings = new ArrayList<>(judged.stream().map(Judged::finding).toList());
    for (List<Integer> members : families.values()) {
      double[] risks =
          members.stream().mapToDouble(i -> judged.get(i).risk().getAsDouble()).toArray();
      double[] adjusted = Holm.adjusted(risks);
      for (int k = 0; k < adjusted.length; k++) {
        int i = members.get(k);
        if (findings.get(i).outcome() == Outcome.FAIL && adjusted[k] > COMMON_RISK) {
          findings.set(i, doubted(findings.get(i), members.size()));
        }
      }
    }
    return findings;
  }

  private static Finding doubted(Finding f, int members) {
    String reason =
        f.reason()
            + " Among "
            + members
            + " comparisons made together this is not beyond chance (Holm, 1 %): run again, or"
            + " bring more samples.";
    return new Finding(
        f.requirement(),
        f.arm(),
        f.slice(),
        Outcome.INCONCLUSIVE,
        f.value(),
        f.baseline(),
        f.loss(),
        f.estimate(),
        f.n(),
        reason);
  }
}
