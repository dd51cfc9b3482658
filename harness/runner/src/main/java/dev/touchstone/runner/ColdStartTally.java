package dev.touchstone.runner;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.PairedEvidence;
import dev.touchstone.baselines.Standing;
import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.plan.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For which candidates cold starts have still something to decide. */
final class ColdStartTally {

  private final Plan plan;
  private final int least;
  private final Map<String, Standing> standings = new HashMap<>();

  ColdStartTally(Plan plan) {
    this.plan = plan;
    this.least = Planner.leastColdStarts(plan.scenario(), plan.settings());
    for (String candidate : plan.named(ArmRole.CANDIDATE)) {
      standings.put(candidate, new Standing(List.of(), Looks.COLD_STARTS.first().n()));
    }
  }

  /** Looks for every candidate whose next look has come; what is worth telling. */
  Optional<String> look(PairedEvidence evidence) {
    Optional<String> told = Optional.empty();
    for (String candidate : plan.named(ArmRole.CANDIDATE)) {
      Standing before = standings.getOrDefault(candidate, new Standing(List.of(), 0));
      int groups = groups(candidate, evidence.coldStarts());
      if (before.next() > 0 && groups >= before.next()) {
        Standing now = Standing.ofColdStarts(plan.scenario().requirements(), candidate, evidence);
        standings.put(candidate, now);
        told = Optional.of(inWords(groups, candidate, now));
      }
    }
    return told;
  }

  private static String inWords(int groups, String candidate, Standing standing) {
    return "groups of cold starts "
        + groups
        + ", "
        + (standing.isDecided()
            ? candidate + " is decided"
            : "next look " + standing.next() + ", open: cold-start of " + candidate);
  }

  /** Groups of two starts of the candidate and of each baseline that was started at all. */
  private int groups(String candidate, List<ColdStart> starts) {
    return plan.arms().stream()
            .filter(arm -> arm.role() != ArmRole.CANDIDATE || arm.name().equals(candidate))
            .map(Arm::name)
            .mapToInt(arm -> (int) starts.stream().filter(s -> s.arm().equals(arm)).count())
            .filter(count -> count > 0)
            .min()
            .orElse(0)
        / 2;
  }

  /** Whether a start would decide nothing more. */
  boolean pointless(Trial.Cold trial) {
    if (trial.index() < least) {
      return false;
    }
    Standing own = standings.get(trial.arm());
    return own != null ? isOver(own) : standings.values().stream().allMatch(ColdStartTally::isOver);
  }

  private static boolean isOver(Standing standing) {
    return standing.isDecided() && standing.next() == 0;
  }
}
