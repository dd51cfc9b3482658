package dev.touchstone.cli;

import dev.touchstone.runner.plan.PlanSettings;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands that measure with two fork pairs, which decide nothing. */
final class QuickCommands implements IFactory {

  static final PlanSettings QUICK =
      PlanSettings.STANDARD
          .withPairs(2)
          .withColdStarts(0)
          .withSolo(Duration.ofMillis(50), Duration.ofMillis(50));

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == CompareCommand.class) {
      return type.cast(new CompareCommand(QUICK));
    }
    if (type == SelftestCommand.class) {
      return type.cast(new SelftestCommand(QUICK));
    }
    if (type == HistoryCommand.class) {
      return type.cast(new HistoryCommand(QUICK.withPairs(8).withLeastPairs(8)));
    }
    if (type == NightlyCommand.class) {
      return type.cast(new NightlyCommand(QUICK));
    }
    if (type == BisectCommand.class) {
      return type.cast(new BisectCommand(QUICK));
    }
    if (type == UpdateCommand.class) {
      return type.cast(new UpdateCommand(QUICK));
    }
    if (type == ExplainCommand.class) {
      return type.cast(new ExplainCommand(QUICK));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
