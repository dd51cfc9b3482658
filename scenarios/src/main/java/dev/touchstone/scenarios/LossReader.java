package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.Optional;

/** Reads a loss that is the value of a flag, such as {@code 0.5%} or {@code 1 pp}. */
public final class LossReader {

  /** Nothing loses more than all of itself that is better the higher it is. */
  private static final double MOST = 1;

  private LossReader() {}

  /**
   * Reads one loss; its unit says what it is a part of.
   *
   * @param flag for messages, such as {@code --allow}
   * @throws dev.touchstone.scenarios.problem.ScenarioException if it is none
   */
  public static Loss read(String flag, String text) {
    Problems problems = new Problems();
    Optional<Loss> loss = read(flag, text, problems);
    problems.throwIfAny();
    return loss.orElseThrow();
  }

  static Optional<Loss> read(String flag, String text, Problems problems) {
    Loss.Scale scale =
        text.strip().endsWith(Loss.Scale.POINTS.symbol()) ? Loss.Scale.POINTS : Loss.Scale.RELATIVE;
    YamlScalar value = new YamlScalar(text, true, Location.ofFlag(flag), "");
    return new QuantityReader(problems).loss(value, scale, MOST, flag);
  }
}
