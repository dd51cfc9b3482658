package dev.touchstone.junit;

import dev.touchstone.runner.job.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;

/** Finds what a request selects, without measuring anything. */
final class Discovery {

  private final EngineDiscoveryRequest request;
  private final TestDescriptor root;
  private final Reading reading;

  /** Scenarios of which all is selected. */
  private final Set<TestDescriptor> whole = new LinkedHashSet<>();

  private final List<UniqueId> wanted = new ArrayList<>();

  Discovery(EngineDiscoveryRequest request, TestDescriptor root) {
    this.request = request;
    this.root = root;
    this.reading = new Reading(request.getConfigurationParameters());
  }

  void discover() {
    new ClassSearch(request).classes().forEach(this::wholeClass);
    request.getSelectorsByType(FileSelector.class).stream()
        .map(FileSelector::getPath)
        .filter(path -> !Files.exists(path) ? isYaml(path) : ScenarioPlace.isScenario(path))
        .forEach(path -> whole(root, ScenarioPlace.ofFile(path)));
    request.getSelectorsByType(DirectorySelector.class).stream()
        .map(DirectorySelector::getPath)
        .filter(Files::isDirectory)
        .forEach(path -> ScenarioPlace.in(path).forEach(place -> whole(root, place)));
    new ResourceSearch(request).places().forEach(place -> whole(root, place));
    if (!request.getSelectorsByType(ClasspathRootSelector.class).isEmpty()) {
      named(root, List.of());
    }
    request.getSelectorsByType(UniqueIdSelector.class).forEach(this::byId);
    narrow();
    request.getSelectorsByType(UniqueIdSelector.class).forEach(this::tell);
  }

  private static boolean isYaml(Path path) {
    return path.toString().endsWith(".yaml") || path.toString().endsWith(".yml");
  }

  private void wholeClass(Class<?> type) {
    ClassContainer container = container(type);
    String[] words =
        AnnotationSupport.findAnnotation(type, Scenarios.class).map(Scenarios::value).orElseThrow();
    named(container, List.of(words));
    if (container.getChildren().isEmpty()) {
      fault(
          container,
          type.getSimpleName(),
          "@Scenarios of "
              + type.getName()
              + " stands for no scenario of its own; put one into "
              + Settings.DEFAULT_FOLDER
              + ", or name one, and name none twice");
    }
  }

  private ClassContainer container(Class<?> type) {
    ClassContainer fresh = new ClassContainer(root.getUniqueId(), type);
    Optional<ClassContainer> known =
        root.getChildren().stream()
            .filter(child -> child.getUniqueId().equals(fresh.getUniqueId()))
            .map(ClassContainer.class::cast)
            .findFirst();
    root.addChild(known.orElse(fresh)); // one that is there is not added again
    return known.orElse(fresh);
  }

  /** Adds what words mean; where none are said, what the parameter says, or the usual folder. */
  private void named(TestDescriptor parent, List<String> words) {
    List<String> said =
        words.isEmpty() ? Settings.scenarios(request.getConfigurationParameters()) : words;
    Path usual = Path.of(Settings.DEFAULT_FOLDER);
    if (said.isEmpty() && Files.isDirectory(usual)) {
      ScenarioPlace.in(usual).forEach(place -> whole(parent, place));
    }
    for (String word : said) {
      try {
        ScenarioPlace.named(word).forEach(place -> whole(parent, place));
      } catch (RejectedException e) {
        fault(parent, word, String.valueOf(e.getMessage()));
      }
    }
  }

  private static void fault(TestDescriptor parent, String name, String reason) {
    UniqueId id = parent.getUniqueId().append("fault", name);
    parent.addChild(new FaultyTest(id, name, parent.getSource(), new RejectedException(reason)));
  }

  /** Adds a scenario, unless it is there, below whatever parent. */
  private void whole(TestDescriptor parent, ScenarioPlace place) {
    if (scenarios().noneMatch(known -> place.is(known.getUniqueId()))) {
      whole.add(added(parent, place));
    }
  }

  private TestDescriptor added(TestDescriptor parent, ScenarioPlace place) {
    TestDescriptor child = reading.of(parent.getUniqueId(), place, names());
    parent.addChild(child);
    return child;
  }

  private List<String> names() {
    return scenarios()
        .filter(ScenarioContainer.class::isInstance)
        .map(TestDescriptor::getDisplayName)
        .toList();
  }

  private Stream<TestDescriptor> scenarios() {
    return root.getDescendants().stream()
        .filter(each -> each instanceof ScenarioContainer || each instanceof FaultyTest)
        .map(TestDescriptor.class::cast);
  }

  private void byId(UniqueIdSelector selector) {
    UniqueId id = selector.getUniqueId();
    if (!id.hasPrefix(root.getUniqueId())) {
      return;
    }
    List<UniqueId.Segment> below =
        id.getSegments().subList(root.getUniqueId().getSegments().size(), id.getSegments().size());
    if (below.isEmpty()) {
      named(root, List.of());
    } else if (!below.get(0).getType().equals(ClassContainer.SEGMENT)) {
      ScenarioPlace.of(below.get(0)).ifPresent(place -> part(root, place, id));
    } else {
      Optional<Class<?>> type =
          ReflectionSupport.tryToLoadClass(below.get(0).getValue())
              .toOptional()
              .filter(ClassSearch::isMarked);
      if (below.size() == 1) {
        type.ifPresent(this::wholeClass);
      } else if (type.isPresent()) {
        ScenarioPlace.of(below.get(1)).ifPresent(place -> part(container(type.get()), place, id));
      }
    }
  }

  private void part(TestDescriptor parent, ScenarioPlace place, UniqueId id) {
    wanted.add(FindingTest.holderOf(id));
    if (parent.getChildren().stream().noneMatch(known -> place.is(known.getUniqueId()))) {
      added(parent, place);
    }
  }

  /** Takes out what nobody selected, from the leaves up. */
  private void narrow() {
    List<TestDescriptor> all = new ArrayList<>(root.getDescendants());
    Collections.reverse(all); // children come after their parents
    for (TestDescriptor each : all) {
      boolean inWhole = whole.stream().anyMatch(s -> each.getUniqueId().hasPrefix(s.getUniqueId()));
      if (inWhole) {
        continue;
      }
      if (each instanceof RequirementTest requirement) {
        narrow(requirement);
      } else if (each.getChildren().isEmpty() && !isWanted(each)) {
        each.removeFromHierarchy();
      }
    }
  }

  private boolean isWanted(TestDescriptor each) {
    return each instanceof FaultyTest || wanted.stream().anyMatch(each.getUniqueId()::hasPrefix);
  }

  private void narrow(RequirementTest requirement) {
    UniqueId own = requirement.getUniqueId();
    if (isWanted(requirement)) {
      return;
    }
    List<UniqueId> slices = wanted.stream().filter(id -> id.hasPrefix(own)).toList();
    if (slices.isEmpty() || requirement.isTest()) {
      requirement.removeFromHierarchy();
    }
    slices.forEach(requirement::select);
  }

  /** Lets the platform complain about an identifier that means nothing any more. */
  private void tell(UniqueIdSelector selector) {
    UniqueId id = selector.getUniqueId();
    if (id.hasPrefix(root.getUniqueId())) {
      boolean found =
          id.equals(root.getUniqueId())
              || root.getDescendants().stream()
                  .map(TestDescriptor::getUniqueId)
                  .anyMatch(known -> known.hasPrefix(id) || id.hasPrefix(known));
      request
          .getDiscoveryListener()
          .selectorProcessed(
              root.getUniqueId(),
              selector,
              found ? SelectorResolutionResult.resolved() : SelectorResolutionResult.unresolved());
    }
  }
}
