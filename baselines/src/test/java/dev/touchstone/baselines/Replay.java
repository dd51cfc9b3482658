package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Looks;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the gate did in many replays of one trace. Whole pairs are drawn with replacement, both
 * clocks together; a coin says which of the two arms is the candidate; and the candidate's times
 * are multiplied by what is injected.
 *
 * @param replays how many
 * @param seen share in which a look saw a loss: failures before confirmation
 * @param failed share in which fresh pairs confirmed it: failures
 * @param passed share of passes
 * @param pairs mean number of fork pairs that the answer took
 */
record Replay(int replays, double seen, double failed, double passed, double pairs) {

  static Replay of(Trace trace, Trace.Question question, double injected, int replays, long seed) {
    LogRatios recorded = trace.ratios(question);
    SequentialGate gate = question.sideBySide().gate();
    double shift = Comparison.cost(question.metric().direction(), injected);
    SplittableRandom random = new SplittableRandom(seed);
    double[] wall = new double[Looks.FORK_PAIRS.most()];
    double[] cpu = new double[wall.length];
    LogRatios drawn = recorded.inBothClocks() ? LogRatios.of(wall, cpu) : LogRatios.of(wall);
    int seen = 0;
    int failed = 0;
    int passed = 0;
    long pairs = 0;
    for (int replay = 0; replay < replays; replay++) {
      for (int i = 0; i < wall.length; i++) {
        int pair = random.nextInt(recorded.size());
        int sign = random.nextBoolean() ? 1 : -1;
        wall[i] = shift + sign * recorded.in(TimeDomain.WALL)[pair];
        cpu[i] = shift + sign * recorded.in(TimeDomain.CPU)[pair];
      }
      Decision decision = gate.decide(drawn);
      boolean confirmed = decision instanceof Decision.Confirmed;
      failed += confirmed ? 1 : 0;
      seen += confirmed || decision instanceof Decision.NotReproduced ? 1 : 0;
      passed += decision instanceof Decision.Passed ? 1 : 0;
      pairs += decision.n();
    }
    double n = replays;
    return new Replay(replays, seen / n, failed / n, passed / n, pairs / n);
  }

  /** Some cells of a table. */
  String cells() {
    return String.format(
        Locale.ROOT,
        "%.3f %% | %.3f %% | %.3f %% | %.1f",
        100 * seen,
        100 * failed,
        100 * passed,
        pairs);
  }
}
