package dev.touchstone.junit;

import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FileSource;

/** One scenario; its children are the candidates. */
final class ScenarioContainer extends AbstractTestDescriptor {

  private final Settings settings;
  private final Scenario scenario;

  /** With all candidates and requirements. */
  ScenarioContainer(UniqueId id, Settings settings, Path file, Scenario scenario) {
    super(id, scenario.name(), FileSource.from(file.toAbsolutePath().toFile()));
    this.settings = settings;
    this.scenario = scenario;
    scenario.candidates().stream()
        .map(candidate -> new CandidateContainer(getUniqueId(), file, scenario, candidate))
        .forEach(this::addChild);
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public Set<TestTag> getTags() {
    return Stream.of(scenario.name(), scenario.profile().name())
        .filter(TestTag::isValid)
        .map(TestTag::create)
        .collect(Collectors.toUnmodifiableSet());
  }

  List<CandidateContainer> candidates() {
    return getChildren().stream().map(CandidateContainer.class::cast).toList();
  }

  /** Whether nothing of it was left out. */
  boolean isWhole() {
    return candidates().size() == scenario.candidates().size()
        && candidates().stream().allMatch(CandidateContainer::isWhole);
  }

  /** What it was read under, and is to be run under. */
  Settings settings() {
    return settings;
  }

  String name() {
    return scenario.name();
  }

  /**
   * What is asked, without what nobody selected. Requirements on quality stay: the answers that
   * they need are collected in any case, and what is asked of the slices decides what calibration
   * data must hold, so that the others mean the same as in the whole.
   */
  Scenario selected() {
    if (isWhole()) {
      return scenario;
    }
    Set<String> names =
        candidates().stream().map(CandidateContainer::candidate).collect(Collectors.toSet());
    Set<Requirement> requirements =
        candidates().stream()
            .flatMap(candidate -> candidate.requirements().stream())
            .map(RequirementTest::requirement)
            .collect(Collectors.toSet());
    return scenario
        .about(scenario.candidates().stream().filter(c -> names.contains(c.name())).toList())
        .demanding(
            scenario.requirements().stream()
                .filter(r -> r.metric().isQuality() || requirements.contains(r))
                .toList());
  }
}
