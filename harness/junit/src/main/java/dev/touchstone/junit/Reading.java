package dev.touchstone.junit;

import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.ScenarioReader;
import dev.touchstone.scenarios.data.Datasets;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/**
 * Reads scenarios into what shows them as tests; what cannot be read is shown as a test that fails.
 *
 * @param parameters of the request
 */
record Reading(ConfigurationParameters parameters) {

  /**
   * What shows a scenario below a parent.
   *
   * @param taken names of other scenarios of the request, whose results lie in folders of that name
   */
  TestDescriptor of(UniqueId parent, ScenarioPlace place, List<String> taken) {
    UniqueId id = parent.append(place.type(), place.name());
    try {
      Settings settings = Settings.of(parameters);
      Path file = place.file();
      Scenario read = ScenarioReader.read(file, settings.variables());
      Scenario scenario = settings.profile().map(read::on).orElse(read);
      Optional<String> obstacle = obstacle(scenario, taken);
      return obstacle.isEmpty()
          ? new ScenarioContainer(id, settings, file, scenario)
          : rejected(id, place, file, obstacle.get());
    } catch (ScenarioException e) {
      Problem first = e.problems().get(0);
      return new FaultyTest(id, place.name(), source(first), e);
    } catch (RejectedException | UncheckedIOException e) {
      return new FaultyTest(id, place.name(), Optional.empty(), e);
    }
  }

  private static Optional<String> obstacle(Scenario scenario, List<String> taken) {
    if (taken.contains(scenario.name())) {
      return Optional.of(
          "another scenario is called \""
              + scenario.name()
              + "\" too, and its results would be replaced; give this one another name");
    }
    boolean golden =
        scenario.evaluation().stream()
            .anyMatch(manifest -> !Datasets.open(manifest).marks().golden().isEmpty());
    return scenario.requirements().isEmpty() && !golden
        ? Optional.of(
            "the scenario states no requirement, so there is nothing to test; add some, or only"
                + " measure it with \"touchstone run\"")
        : Optional.empty();
  }

  private static FaultyTest rejected(UniqueId id, ScenarioPlace place, Path file, String reason) {
    return new FaultyTest(
        id,
        place.name(),
        Optional.of(FileSource.from(file.toAbsolutePath().toFile())),
        new RejectedException(place.name() + ": " + reason));
  }

  private static Optional<TestSource> source(Problem problem) {
    Path file = Path.of(problem.location().file()).toAbsolutePath();
    FilePosition position =
        FilePosition.from(problem.location().line(), problem.location().column());
    return Optional.of(FileSource.from(file.toFile(), position));
  }
}
