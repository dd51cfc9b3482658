package dev.touchstone.junit;

import dev.touchstone.baselines.Finding;
import java.util.Set;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/**
 * A test that shows only when the run has been judged: a slice, or a demand that no file states.
 */
final class FindingTest extends AbstractTestDescriptor {

  private static final String SLICE = "slice";
  private static final String ALL = "all";
  private static final String IMPLIED = "implied";

  private FindingTest(UniqueId id, String name, TestDescriptor place) {
    super(id, name, place.getSource().orElse(null));
  }

  /**
   * What is to be run to see a test again: one that no file states shows with its candidate, and
   * what was said of all slices at once is asked of all.
   */
  static UniqueId holderOf(UniqueId id) {
    UniqueId.Segment last = id.getLastSegment();
    boolean ofAll = last.getType().equals(SLICE) && last.getValue().equals(ALL);
    return ofAll || last.getType().equals(IMPLIED) ? id.removeLastSegment() : id;
  }

  /** The identifier of a slice; what is about none is about all of them. */
  static UniqueId id(RequirementTest requirement, String slice) {
    return requirement.getUniqueId().append(SLICE, name(slice));
  }

  static FindingTest ofSlice(RequirementTest requirement, String slice) {
    return new FindingTest(id(requirement, slice), requirement.nameOf(name(slice)), requirement);
  }

  private static String name(String slice) {
    return slice.isEmpty() ? ALL : slice;
  }

  static FindingTest implied(CandidateContainer candidate, Finding finding) {
    String name = finding.requirement().toString();
    return new FindingTest(
        candidate.getUniqueId().append(IMPLIED, name),
        candidate.owner() + ": " + name,
        candidate.holder());
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public Set<TestTag> getTags() {
    return getParent().map(TestDescriptor::getTags).orElse(Set.of());
  }
}
