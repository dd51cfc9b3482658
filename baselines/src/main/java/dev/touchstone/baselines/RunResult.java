package dev.touchstone.baselines;

import dev.touchstone.scenarios.quality.Predictions;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run observed, before anybody judges it.
 *
 * @param id unique and sortable by time, fit for a folder name
 * @param provenance who made it
 * @param scenarioName the scenario's name
 * @param scenarioText the scenario file as it was read
 * @param profileName the hardware profile's name
 * @param seed of everything that was random
 * @param environment host, runtime, conditions
 * @param arms reference first, then deployed if there is one, then the candidates in the scenario's
 *     order
 * @param faults what went wrong
 * @param solo one entry for each arm and load pattern that completed
 * @param floor memory of a worker that loads no model, if it was measured
 * @param memory for each arm its solo worker's memory
 * @param coldStarts several for each arm, in the order in which they were run
 * @param campaigns one for each candidate that was compared
 * @param samples what quality was measured on, if the scenario has data
 * @param predictions for each arm its answers, in the order of the samples
 * @param energy one entry for each arm that was measured on a power sensor; empty if none was asked
 *     for or none was there
 */
public record RunResult(
    String id,
    Provenance provenance,
    String scenarioName,
    String scenarioText,
    String profileName,
    long seed,
    Environment environment,
    List<Arm> arms,
    List<Fault> faults,
    List<SoloObservations> solo,
    Optional<Memory> floor,
    Map<String, Memory> memory,
    List<ColdStart> coldStarts,
    List<Campaign> campaigns,
    Optional<EvaluationSamples> samples,
    Map<String, Predictions> predictions,
    List<EnergyObservations> energy) {

  /** Copies, and keeps the order of the maps. */
  public RunResult {
    arms = List.copyOf(arms);
    faults = List.copyOf(faults);
    solo = List.copyOf(solo);
    memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
    coldStarts = List.copyOf(coldStarts);
    campaigns = List.copyOf(campaigns);
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
    energy = List.copyOf(energy);
  }

  /** A run in which no energy was measured. */
  public RunResult(
      String id,
      Provenance provenance,
      String scenarioName,
      String scenarioText,
      String profileName,
      long seed,
      Environment environment,
      List<Arm> arms,
      List<Fault> faults,
      List<SoloObservations> solo,
      Optional<Memory> floor,
      Map<String, Memory> memory,
      List<ColdStart> coldStarts,
      List<Campaign> campaigns,
      Optional<EvaluationSamples> samples,
      Map<String, Predictions> predictions) {
    this(
        id,
        provenance,
        scenarioName,
        scenarioText,
        profileName,
        seed,
        environment,
        arms,
        faults,
        solo,
        floor,
        memory,
        coldStarts,
        campaigns,
        samples,
        predictions,
        List.of());
  }

  /** The arm that plays a part of which there is at most one. */
  public Optional<Arm> arm(ArmRole role) {
    return arms.stream().filter(arm -> arm.role() == role).findFirst();
  }

  /**
   * Who made a result, and when.
   *
   * @param toolVersion of Touchstone
   * @param started first trial
   * @param finished last trial
   */
  public record Provenance(String toolVersion, Instant started, Instant finished) {}
}
