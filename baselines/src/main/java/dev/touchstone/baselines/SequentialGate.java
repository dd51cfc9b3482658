package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.baselines.statistics.Look;
import dev.touchstone.baselines.statistics.Looks;
import java.util.List;
import java.util.Optional;

/**
 * Decides about a growing sequence of replicates at planned looks.
 *
 * <p>At each look the loss is bounded by the exact signed-rank bounds of Hodges and Lehmann. A
 * lower bound above what is allowed is a loss seen, which the next 20 replicates must show again;
 * an upper bound below what must be caught is a pass. The decision depends on the sequence alone,
 * and on no more of it than it needs: replaying a longer recording gives the same answer.
 *
 * <p><b>Two clocks.</b> Wall time is what a user waits for, but other processes stretch it; CPU
 * time is steady, but blind to waiting. Where both are given, CPU time decides as long as the
 * clocks agree, which is as long as the signed-rank test on the difference of the two ratios (what
 * the arms waited) shows none at a risk of 0.01 on either side; and to pass, wall time must still
 * be surely below the guard. Where they disagree, wall time alone decides. Wall time that is surely
 * below what must be caught passes in any case. The clocks share the risks of each look, so that
 * both together err no more often than one: four parts of five go to CPU time, which decides nearly
 * always.
 */
public final class SequentialGate {

  private static final double SHARE_OF_CPU = 0.8;

  /** Risk, on either side, of finding that clocks disagree that do not. */
  private static final double DISAGREEMENT = 0.01;

  private final LogMargins margins;
  private final Looks all;
  private final Looks cpu;
  private final Looks wall;

  /** Plans the looks. */
  public SequentialGate(Looks looks, LogMargins margins) {
    this.margins = margins;
    this.all = looks;
    this.cpu = looks.major(SHARE_OF_CPU);
    this.wall = looks.minor(SHARE_OF_CPU);
  }

  /** Replays the looks over a sequence. */
  public Decision decide(LogRatios ratios) {
    List<Look> looks = all.list();
    for (int k = 0; k < looks.size(); k++) {
      if (looks.get(k).n() > ratios.size()) {
        return new Decision.Open(looks.get(k).n());
      }
      Optional<Decision> decision =
          ratios.inBothClocks() ? atLookInBothClocks(k, ratios) : atLook(k, ratios);
      if (decision.isPresent()) {
        return decision.get();
      }
    }
    return new Decision.Exhausted(all.last().n());
  }

  /** The looks of one clock, with its part of the risks. */
  Looks looks(LogRatios ratios, TimeDomain clock) {
    if (!ratios.inBothClocks()) {
      return all;
    }
    return clock == TimeDomain.CPU ? cpu : wall;
  }

  private Optional<Decision> atLook(int k, LogRatios ratios) {
    if (all.seesLoss(k, ratios.wall(), margins.allow())) {
      return Optional.of(confirm(k, ratios, TimeDomain.WALL));
    }
    return all.rulesOut(k, ratios.wall(), margins.caught())
        ? Optional.of(passed(k, TimeDomain.WALL))
        : Optional.empty();
  }

  private Optional<Decision> atLookInBothClocks(int k, LogRatios ratios) {
    boolean agreed = agree(all.list().get(k).n(), ratios);
    TimeDomain clock = agreed ? TimeDomain.CPU : TimeDomain.WALL;
    double[] times = ratios.in(clock);
    if (looks(ratios, clock).seesLoss(k, times, margins.allow())) {
      return Optional.of(confirm(k, ratios, clock));
    }
    if (wall.rulesOut(k, ratios.wall(), margins.caught())) {
      return Optional.of(passed(k, TimeDomain.WALL));
    }
    return agreed
            && cpu.rulesOut(k, times, margins.caught())
            && all.rulesOut(k, ratios.wall(), margins.guard())
        ? Optional.of(passed(k, TimeDomain.CPU))
        : Optional.empty();
  }

  /** Whether wall time and CPU time tell the same story of the first replicates. */
  static boolean agree(int n, LogRatios ratios) {
    return !HodgesLehmann.differsFromZero(ratios.waiting(), n, DISAGREEMENT);
  }

  private Decision passed(int k, TimeDomain clock) {
    return new Decision.Passed(k, all.list().get(k).n(), clock);
  }

  private Decision confirm(int k, LogRatios ratios, TimeDomain clock) {
    int seenAt = all.list().get(k).n();
    Decision.LossSeen seen = new Decision.LossSeen(k, seenAt, clock);
    if (ratios.size() < seen.n()) {
      return seen;
    }
    return all.confirms(k, ratios.in(clock), margins.allow())
        ? new Decision.Confirmed(k, seenAt, clock, risk(k, ratios))
        : new Decision.NotReproduced(k, seenAt, clock);
  }

  /**
   * The risk of a confirmed claim: that of the looks, times that of the confirmation, whose
   * replicates are fresh. If the claim is false, {@code P(risk <= y)} is the chance that the looks'
   * risk is at most {@code y / 0.05} and that the fresh replicates confirm, which is at most {@code
   * y / 0.05 * 0.05 = y}.
   */
  private double risk(int k, LogRatios ratios) {
    double ofLooks = looks(ratios, TimeDomain.WALL).risk(k, ratios.wall(), margins.allow());
    if (ratios.inBothClocks()) {
      double ofCpu = cpu.risk(k, ratios.in(TimeDomain.CPU), margins.allow());
      ofLooks = Math.min(ofLooks, ofCpu);
    }
    return Looks.CONFIRMATION_RISK * ofLooks;
  }
}
