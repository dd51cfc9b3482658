package dev.touchstone.cli;

import dev.touchstone.baselines.store.UpdateRecord;
import dev.touchstone.runner.update.Stage;
import dev.touchstone.runner.update.UpdatePlan;
import dev.touchstone.scenarios.Scenario;
import java.util.Optional;

/** Says what was changed, and what that makes necessary. */
final class UpdateText {

  private UpdateText() {}

  static String of(Scenario scenario, UpdatePlan plan, Optional<UpdateRecord> last) {
    TextTable table = new TextTable("candidate", "does", "because");
    plan.steps().forEach(step -> table.row(step.name(), step.stage().verb(), because(step)));
    String since =
        last.map(record -> "since " + record.at()).orElse("yet, and everything is to be done");
    String head =
        scenario.name()
            + " on "
            + scenario.profile().name()
            + ": "
            + (plan.isEmpty()
                ? "nothing was changed " + since + "; nothing is done"
                : last.isEmpty() ? "never judged " + since : "changed " + since);
    return head + "\n" + table.render();
  }

  private static String because(UpdatePlan.Step step) {
    return step.stage() == Stage.NOTHING
        ? step.last().map(e -> e.outcome() + " in run " + e.runId()).orElse("")
        : String.join("; ", step.because());
  }
}
