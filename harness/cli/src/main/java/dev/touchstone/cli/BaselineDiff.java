package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Role;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.runner.job.RejectedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Holds two baselines or runs of a scenario against each other: sizes, metrics, recipe, and"
          + " the conditions under which they were measured.",
      "For display: only a run that measures both side by side can tell a small difference."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone baseline diff surface-defects",
      "  touchstone baseline diff surface-defects deployed 20260102-030405-3f2a",
      "  touchstone baseline diff surface-defects 20260102-030405-3f2a/int8-static deployed"
    })
final class BaselineDiff implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "SCENARIO", description = "A scenario's name.")
  private String scenario = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "A",
      defaultValue = "last-known-good",
      description =
          "reference, deployed, last-known-good, or a run's id; a run with several candidates as"
              + " ID/CANDIDATE (default: ${DEFAULT-VALUE}).")
  private String before = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "B",
      defaultValue = "deployed",
      description = "The same (default: ${DEFAULT-VALUE}).")
  private String after = "";

  @Mixin private StoreOptions options = new StoreOptions();

  @Override
  public Integer call() {
    BaselineStore store = options.open();
    String profile = options.profile(store, scenario);
    System.out.print(
        new BaselineDifference(side(store, profile, before), side(store, profile, after)).render());
    return ExitCode.PASS.number();
  }

  private BaselineDifference.Side side(BaselineStore store, String profile, String name) {
    Optional<Role> role = Role.ofKey(name);
    return role.isPresent() ? ofRole(store, profile, role.get()) : ofRun(store, profile, name);
  }

  private BaselineDifference.Side ofRole(BaselineStore store, String profile, Role role) {
    StoredBaseline kept =
        store
            .peek(scenario, profile, role)
            .orElseThrow(
                () ->
                    new RejectedException(
                        scenario + " on " + profile + " has no " + role.key() + " model"));
    Optional<RunRecord> run = store.run(scenario, profile, kept.runId());
    Arm arm =
        new Arm(
            kept.arm(),
            role == Role.REFERENCE ? ArmRole.REFERENCE : ArmRole.CANDIDATE,
            kept.model(),
            kept.sha256(),
            kept.bytes(),
            kept.lineage());
    return new BaselineDifference.Side(role.key() + " " + kept.id(), arm, run);
  }

  private BaselineDifference.Side ofRun(BaselineStore store, String profile, String name) {
    int cut = name.lastIndexOf('/');
    String id = cut < 0 ? name : name.substring(0, cut);
    RunRecord run =
        store
            .run(scenario, profile, id)
            .orElseThrow(
                () ->
                    new RejectedException(
                        "\""
                            + id
                            + "\" is neither reference, deployed, last-known-good nor a run of "
                            + scenario
                            + " on "
                            + profile
                            + last(store, profile)));
    List<Arm> candidates =
        run.arms().stream().filter(arm -> arm.role() == ArmRole.CANDIDATE).toList();
    Optional<Arm> arm =
        cut < 0
            ? Optional.of(candidates).filter(c -> c.size() == 1).map(c -> c.get(0))
            : run.arm(name.substring(cut + 1));
    return new BaselineDifference.Side(
        "run " + id,
        arm.orElseThrow(
            () ->
                new RejectedException(
                    "name an arm of the run, as " + id + "/ARM: " + String.join(", ", names(run)))),
        Optional.of(run));
  }

  private static List<String> names(RunRecord run) {
    return run.arms().stream().map(Arm::name).toList();
  }

  private String last(BaselineStore store, String profile) {
    List<RunRecord> runs = store.runs(scenario, profile);
    return runs.isEmpty() ? "" : "; the last one is " + runs.get(runs.size() - 1).id();
  }
}
