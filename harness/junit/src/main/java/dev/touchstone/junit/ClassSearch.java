package dev.touchstone.junit;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.ModuleSelector;
import org.junit.platform.engine.discovery.PackageNameFilter;
import org.junit.platform.engine.discovery.PackageSelector;

/**
 * Finds the classes that stand for scenarios.
 *
 * @param request whose selectors and filters are followed
 */
record ClassSearch(EngineDiscoveryRequest request) {

  static boolean isMarked(Class<?> type) {
    return AnnotationSupport.isAnnotated(type, Scenarios.class);
  }

  /** The classes in the order of their selectors, each once. */
  List<Class<?>> classes() {
    Predicate<String> names = names();
    Predicate<Class<?>> marked = ClassSearch::isMarked;
    Stream<Class<?>> named =
        request.getSelectorsByType(ClassSelector.class).stream()
            .flatMap(ClassSearch::loaded)
            .filter(marked)
            .filter(type -> names.test(type.getName()));
    Stream<Class<?>> inPackages =
        request.getSelectorsByType(PackageSelector.class).stream()
            .flatMap(
                s ->
                    ReflectionSupport.findAllClassesInPackage(s.getPackageName(), marked, names)
                        .stream());
    Stream<Class<?>> inModules =
        request.getSelectorsByType(ModuleSelector.class).stream()
            .flatMap(
                s ->
                    ReflectionSupport.findAllClassesInModule(s.getModuleName(), marked, names)
                        .stream());
    Stream<Class<?>> inRoots =
        request.getSelectorsByType(ClasspathRootSelector.class).stream()
            .flatMap(
                s ->
                    ReflectionSupport.findAllClassesInClasspathRoot(
                        s.getClasspathRoot(), marked, names)
                        .stream());
    return Stream.of(named, inPackages, inModules, inRoots)
        .flatMap(found -> found)
        .distinct()
        .toList();
  }

  private Predicate<String> names() {
    return Filter.composeFilters(request.getFiltersByType(ClassNameFilter.class))
        .toPredicate()
        .and(
            Filter.composeFilters(request.getFiltersByType(PackageNameFilter.class)).toPredicate());
  }

  /** Empty if there is no such class; the engine of whoever asked for it complains. */
  private static Stream<Class<?>> loaded(ClassSelector selector) {
    try {
      return Stream.of(selector.getJavaClass());
    } catch (JUnitException e) {
      return Stream.empty();
    }
  }
}
