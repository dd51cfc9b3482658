package dev.touchstone.junit;

import dev.touchstone.reports.FindingWords;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/**
 * One requirement of one candidate. If it is asked of every slice by itself it holds a test for
 * each of them, which is known when the run has been judged: slices with few samples are judged
 * together.
 */
final class RequirementTest extends AbstractTestDescriptor {

  private static final String SEGMENT = "requirement";

  private final Requirement requirement;
  private final String owner;
  private final Set<UniqueId> slices = new LinkedHashSet<>();

  /**
   * Below a candidate.
   *
   * @param key what tells it from the candidate's others
   * @param owner scenario and candidate
   */
  RequirementTest(
      UniqueId parent, String key, String owner, Path scenarioFile, Requirement requirement) {
    super(
        parent.append(SEGMENT, key),
        name(owner, requirement),
        source(scenarioFile, requirement.location()));
    this.requirement = requirement;
    this.owner = owner;
  }

  /** A test says whose it is: Surefire and others show names without the tree. */
  private static String name(String owner, Requirement requirement) {
    String title = requirement + requirement.load().map(load -> " (" + load + ")").orElse("");
    return requirement.forEach().isPresent() ? title : owner + ": " + title;
  }

  /** The line of the scenario, or of the profile that brought the requirement. */
  private static TestSource source(Path scenarioFile, Location location) {
    boolean own = location.file().equals(YamlReader.nameOf(scenarioFile));
    Path file = own ? scenarioFile : Path.of(location.file());
    return Files.isRegularFile(file)
        ? FileSource.from(
            file.toAbsolutePath().toFile(), FilePosition.from(location.line(), location.column()))
        : FileSource.from(scenarioFile.toAbsolutePath().toFile());
  }

  @Override
  public Type getType() {
    return mayRegisterTests() ? Type.CONTAINER : Type.TEST;
  }

  @Override
  public boolean mayRegisterTests() {
    return requirement.forEach().isPresent();
  }

  @Override
  public Set<TestTag> getTags() {
    String metric = requirement.metric().key();
    Stream<TestTag> inherited =
        getParent().flatMap(candidate -> candidate.getParent()).stream()
            .flatMap(scenario -> scenario.getTags().stream());
    Stream<TestTag> own = Stream.of(metric, metric.replaceFirst("\\..*", "")).map(TestTag::create);
    return Stream.concat(inherited, own).collect(Collectors.toUnmodifiableSet());
  }

  Requirement requirement() {
    return requirement;
  }

  /** What a slice of it is called, for tools that show names without the tree. */
  String nameOf(String slice) {
    return owner + ": " + FindingWords.subject(requirement) + " [" + slice + "]";
  }

  /** Asks for one slice; if none is asked for, all are. */
  void select(UniqueId slice) {
    slices.add(slice);
  }

  boolean isSelected(UniqueId slice) {
    return slices.isEmpty() || slices.contains(slice);
  }

  /** Why there is nothing to tell of the slices that were asked for. */
  RejectedException sliceNotJudged() {
    return new RejectedException(
        requirement.location()
            + ": no slice is judged by itself that is called "
            + slices.stream()
                .map(id -> Words.quoted(id.getLastSegment().getValue()))
                .collect(Collectors.joining(", "))
            + "; slices with few samples are judged together, so run the whole requirement");
  }
}
