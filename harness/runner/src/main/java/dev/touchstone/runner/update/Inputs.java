package dev.touchstone.runner.update;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.ToolVersion;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.CandidateSource;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.ProfileWriter;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeWriter;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Datasets;
import dev.touchstone.scenarios.data.SourceFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The inputs of a scenario's candidates as they are now, each by its fingerprint. */
public final class Inputs {

  private static final String NONE = "none";

  private final Scenario scenario;
  private final BaselineStore store;
  private final Fingerprints fingerprints;

  public Inputs(Scenario scenario, BaselineStore store, Fingerprints fingerprints) {
    this.scenario = scenario;
    this.store = store;
    this.fingerprints = fingerprints;
  }

  /** Of one candidate, by their keys; no more than its verdict rests on. */
  public Map<String, String> of(CandidateSource source) {
    Map<String, String> inputs = new LinkedHashMap<>();
    put(inputs, InputKind.REFERENCE, model(scenario.reference()));
    if (source instanceof Recipe recipe) {
      put(inputs, InputKind.RECIPE, Digests.of(RecipeWriter.yaml(recipe)));
      put(inputs, InputKind.TARGET, target());
      if (Compressor.needsCalibration(recipe)) {
        scenario
            .calibration()
            .map(set -> data(set.manifest()) + " " + set.samples())
            .ifPresent(print -> put(inputs, InputKind.CALIBRATION, print));
      }
    } else {
      put(inputs, InputKind.MODEL, model(((ReadyModel) source).file()));
    }
    put(inputs, InputKind.TOOL, ToolVersion.number());
    put(inputs, InputKind.RUNTIME, ToolVersion.runtime());
    scenario.evaluation().ifPresent(data -> put(inputs, InputKind.EVALUATION, data(data)));
    put(inputs, InputKind.PROFILE, Digests.of(ProfileWriter.yaml(measured(), List.of())));
    put(inputs, InputKind.LOAD, Digests.of(scenario.load() + "\n" + scenario.loading()));
    if (scenario.requirements().stream().anyMatch(Inputs::comparesWithDeployed)) {
      put(inputs, InputKind.DEPLOYED, deployed());
    }
    put(inputs, InputKind.REQUIREMENTS, requirements());
    return inputs;
  }

  private static void put(Map<String, String> inputs, InputKind kind, String fingerprint) {
    inputs.put(kind.key(), fingerprint);
  }

  private String model(Path model) {
    return fingerprints.of(
        "model",
        List.of(model),
        () -> {
          ModelFiles files = Lineup.filesOf(model);
          return new Fingerprints.Content(files.sha256(), files.files());
        });
  }

  /** Over what the samples are, not how their manifest is written: a comment changes nothing. */
  private String data(DataManifest manifest) {
    return fingerprints.of(
        "data of " + ToolVersion.number(), // another version may generate other samples
        SourceFiles.of(manifest),
        () ->
            new Fingerprints.Content(
                Datasets.open(manifest).fingerprint(), SourceFiles.of(manifest)));
  }

  private String target() {
    String features =
        Workshop.features(scenario.profile()).stream().sorted().collect(Collectors.joining(" "));
    return Digests.of(features);
  }

  /** The profile without what only people read, and without its budgets, which are requirements. */
  private HardwareProfile measured() {
    HardwareProfile profile = scenario.profile();
    return new HardwareProfile(
        profile.name(),
        "",
        profile.boards(),
        profile.architecture(),
        profile.cpuFeatures(),
        profile.cores(),
        profile.memoryBytes(),
        profile.threads(),
        profile.nice(),
        profile.executionProvider(),
        profile.conditions(),
        List.of());
  }

  private static boolean comparesWithDeployed(Requirement requirement) {
    if (requirement.rule() instanceof Rule.Against against) {
      return against.baseline() == Baseline.DEPLOYED;
    }
    return requirement.rule() instanceof Rule.GainAtLeast gain
        && gain.baseline() == Baseline.DEPLOYED;
  }

  /** What a candidate is compared with that is to replace it. */
  public String deployed() {
    return scenario
        .deployed()
        .map(this::model)
        .or(
            () ->
                store
                    .find(scenario.name(), scenario.profile().name(), Baseline.DEPLOYED)
                    .map(StoredBaseline::sha256))
        .orElse(NONE);
  }

  private String requirements() {
    return Digests.of(
        scenario.requirements().stream()
            .map(r -> r.metric().key() + r.rule() + r.forEach() + r.load())
            .collect(Collectors.joining("\n")));
  }
}
