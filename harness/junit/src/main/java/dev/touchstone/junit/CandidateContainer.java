package dev.touchstone.junit;

import dev.touchstone.reports.FindingWords;
import dev.touchstone.scenarios.CandidateSource;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** One candidate of a scenario; its children are the requirements. */
final class CandidateContainer extends AbstractTestDescriptor {

  private static final String SEGMENT = "candidate";

  private final Scenario scenario;
  private final String candidate;

  CandidateContainer(UniqueId parent, Path file, Scenario scenario, CandidateSource candidate) {
    super(parent.append(SEGMENT, candidate.name()), candidate.name());
    this.scenario = scenario;
    this.candidate = candidate.name();
    Map<String, Integer> seen = new HashMap<>();
    for (Requirement requirement : scenario.requirements()) {
      String key = key(requirement);
      int count = seen.merge(key, 1, Integer::sum);
      String unique = count == 1 ? key : key + " #" + count;
      addChild(new RequirementTest(getUniqueId(), unique, owner(), file, requirement));
    }
  }

  /** What is asked without the limits, so that a test keeps its identity when a limit changes. */
  private static String key(Requirement requirement) {
    return FindingWords.subject(requirement)
        + requirement.forEach().map(column -> " for each " + column).orElse("");
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  /** Samples that must not get worse bring a requirement that no file states. */
  @Override
  public boolean mayRegisterTests() {
    return isWhole();
  }

  /** For names that are shown without the tree. */
  String owner() {
    return scenario.name() + " " + candidate;
  }

  String candidate() {
    return candidate;
  }

  boolean isWhole() {
    return requirements().size() == scenario.requirements().size();
  }

  List<RequirementTest> requirements() {
    return getChildren().stream()
        .filter(RequirementTest.class::isInstance)
        .map(RequirementTest.class::cast)
        .toList();
  }

  /** The source of what no file states. */
  TestDescriptor holder() {
    return getParent().orElse(this);
  }
}
