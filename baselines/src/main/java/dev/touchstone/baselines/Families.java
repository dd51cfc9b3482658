package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Holds all claims of one verdict to a common risk, so that many questions stay honest: the chance
 * that any FAIL by a comparison is false is at most 1 %, whatever the number of requirements, arms
 * and slices, and however they depend on each other.
 */
final class Families {

  /** The chance that any claim of the family is false. */
  static final double COMMON_RISK = 0.01;

  private Families() {}

  /** Turns a FAIL that does not stand out among all claims into INCONCLUSIVE. */
  static List<Finding> settle(List<Judged> judged) {
    int[] members = members(judged);
    double[] risks =
        IntStream.of(members).mapToDouble(i -> judged.get(i).risk().getAsDouble()).toArray();
    double[] adjusted = Holm.adjusted(risks);
    List<Finding> findings = new ArrayList<>(judged.stream().map(Judged::finding).toList());
    for (int k = 0; k < adjusted.length; k++) {
      int i = members[k];
      if (findings.get(i).outcome() == Outcome.FAIL && adjusted[k] > COMMON_RISK) {
        findings.set(i, doubted(findings.get(i), members.length));
      }
    }
    return findings;
  }

  private static int[] members(List<Judged> judged) {
    return IntStream.range(0, judged.size())
        .filter(i -> judged.get(i).risk().isPresent())
        .toArray();
  }

  /** What the reader must know of the common risk; empty if nothing was claimed by comparison. */
  static Optional<String> note(List<Judged> judged) {
    int claims = members(judged).length;
    if (claims == 0) {
      return Optional.empty();
    }
    String many =
        claims == 1
            ? "1 comparison could have failed by chance: the chance that such a FAIL is false"
            : claims
                + " comparisons could have failed by chance, and were judged together (Holm): the"
                + " chance that any FAIL among them is false";
    return Optional.of(many + " is at most 1 %.");
  }

  private static Finding doubted(Finding f, int members) {
    return f.with(
        Outcome.INCONCLUSIVE,
        f.reason()
            + " Among "
            + members
            + " comparisons made together this is not beyond chance (Holm, 1 %): run again, or"
            + " bring more samples.");
  }
}
