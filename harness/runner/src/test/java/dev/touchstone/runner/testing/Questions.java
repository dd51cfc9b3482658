package dev.touchstone.runner.testing;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.DataSource;
import dev.touchstone.scenarios.data.Normalization;
import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Scenarios, profiles and arms. */
public final class Questions {

  private Questions() {}

  /** One thread, nothing stated. */
  public static HardwareProfile profile() {
    return new HardwareProfile(
        "this-machine",
        "",
        Optional.empty(),
        Set.of(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        1,
        "cpu");
  }

  /** Without requirements. */
  public static Scenario scenario(Optional<DataManifest> data, LoadPattern... load) {
    return scenario(data, List.of(), load);
  }

  /** With requirements. */
  public static Scenario scenario(
      Optional<DataManifest> data, List<Requirement> requirements, LoadPattern... load) {
    return new Scenario(
        "kws",
        "touchstone: 1",
        Path.of("reference.onnx"),
        Optional.empty(),
        data,
        Optional.empty(),
        profile(),
        List.of(),
        List.of(load),
        requirements);
  }

  /** A manifest that only names itself. */
  public static Optional<DataManifest> data() {
    Location location = new Location("samples.yaml", 1, 1);
    DataSource nowhere = new DataSource.Generator("none", 1, 1, "", Normalization.NONE, location);
    return Optional.of(new DataManifest("samples", Path.of("samples.yaml"), nowhere));
  }

  /** Reference, deployed where that is among the names, and candidates; each its own model file. */
  public static List<Arm> arms(String... names) {
    List<Arm> arms = new ArrayList<>();
    for (String name : names) {
      arms.add(arm(name, Path.of(name + ".onnx")));
    }
    return arms;
  }

  /** One arm, whose role is what its name says. */
  public static Arm arm(String name, Path model) {
    ArmRole role =
        switch (name) {
          case Arm.REFERENCE -> ArmRole.REFERENCE;
          case Arm.DEPLOYED -> ArmRole.DEPLOYED;
          default -> ArmRole.CANDIDATE;
        };
    return new Arm(name, role, model, "00", 1, Map.of());
  }
}
