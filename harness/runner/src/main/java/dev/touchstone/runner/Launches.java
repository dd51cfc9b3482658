package dev.touchstone.runner;

import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.process.Launch;
import dev.touchstone.runner.process.TrialName;
import dev.touchstone.scenarios.Loading;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.ModelSource;
import dev.touchstone.worker.protocol.Optimization;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.RuntimeSettings;
import dev.touchstone.worker.protocol.WarmUp;
import java.util.Optional;

/**
 * What workers are started with: the same for every arm but the model.
 *
 * @param plan of the run
 * @param inputs that models are fed with while they are timed
 */
record Launches(Plan plan, ModelInputs inputs) {

  /** The name of the arm that faults of a worker without a model are told under. */
  static final String NO_MODEL = "no model";

  private static final WarmUp TOUCHED = new WarmUp(15, 0, 15);

  Launch floor(Trial.Floor trial) {
    Order empty = new Order(Optional.empty(), runtime(), ModelInputs.GENERATED, WarmUp.NONE, 0);
    return Launch.of(new TrialName(NO_MODEL, trial.label()), empty);
  }

  Launch warm(Trial trial, String arm) {
    return launch(trial, arm, WarmUp.STANDARD);
  }

  Launch cold(Trial trial, String arm) {
    return launch(trial, arm, WarmUp.NONE);
  }

  /** A start whose memory is read once a few iterations have touched what they need. */
  Launch start(Trial trial, String arm) {
    return launch(trial, arm, TOUCHED);
  }

  private Launch launch(Trial trial, String arm, WarmUp warmUp) {
    Order order =
        new Order(
            Optional.of(plan.arm(arm).model().toAbsolutePath().toString()),
            runtime(),
            inputs,
            warmUp,
            plan.settings().injectedWork().getOrDefault(arm, 0.0),
            Optional.ofNullable(plan.settings().stalls().get(arm)));
    return Launch.of(new TrialName(arm, trial.label()), order);
  }

  private RuntimeSettings runtime() {
    int threads = plan.scenario().profile().threads();
    Loading loading = plan.scenario().loading();
    ModelSource source =
        loading.source() == Loading.Source.BYTES ? ModelSource.BYTES : ModelSource.FILE;
    return new RuntimeSettings(threads, Optimization.ALL, loading.options(), source);
  }
}
