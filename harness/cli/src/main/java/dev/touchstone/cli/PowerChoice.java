package dev.touchstone.cli;

import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.plan.EnergyPlan;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether energy is measured, and from what.
 *
 * @param demanded even if no requirement asks for it
 * @param log of a meter, in place of the machine's own sensors
 */
record PowerChoice(boolean demanded, Optional<Path> log) {

  /** Only if a requirement asks for it, from the machine's own sensors. */
  static final PowerChoice AS_REQUIRED = new PowerChoice(false, Optional.empty());

  /** Where the run of a scenario reads its energy from, if it is to. */
  PowerSource source(Scenario scenario) {
    if (log.isPresent()) {
      return PowerSource.ofLog(log.get());
    }
    if (!demanded && !EnergyPlan.isAskedBy(scenario)) {
      return PowerSource.UNASKED;
    }
    PowerSource found = PowerSource.ofThisMachine();
    if (demanded && found.meter().isEmpty()) {
      throw new RejectedException("--energy cannot be measured. " + found.obstacle());
    }
    return found;
  }
}
