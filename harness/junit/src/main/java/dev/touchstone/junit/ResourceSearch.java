package dev.touchstone.junit;

import dev.touchstone.scenarios.BundledScenarios;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.discovery.ClasspathResourceSelector;

/**
 * Finds scenarios among the resources of the class path: those that are files, since a scenario
 * reads what lies beside it, and those that are bundled.
 *
 * @param request whose selectors are followed
 */
record ResourceSearch(EngineDiscoveryRequest request) {

  private static final Pattern BUNDLED =
      Pattern.compile("(?:.*/)?bundled/scenarios/([^/]+)\\.yaml");

  List<ScenarioPlace> places() {
    return request.getSelectorsByType(ClasspathResourceSelector.class).stream()
        .map(ClasspathResourceSelector::getClasspathResourceName)
        .flatMap(name -> bundled(name).or(() -> file(name)).stream())
        .toList();
  }

  private static Optional<ScenarioPlace> bundled(String resource) {
    Matcher matcher = BUNDLED.matcher(resource);
    return matcher.matches() && BundledScenarios.names().contains(matcher.group(1))
        ? Optional.of(ScenarioPlace.ofBundled(matcher.group(1)))
        : Optional.empty();
  }

  private static Optional<ScenarioPlace> file(String resource) {
    return urls(resource)
        .filter(url -> url.getProtocol().equals("file"))
        .map(url -> Path.of(uri(url)))
        .filter(ScenarioPlace::isScenario)
        .map(ScenarioPlace::ofFile)
        .findFirst();
  }

  private static Stream<URL> urls(String resource) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Collections.list(loader.getResources(resource)).stream();
    } catch (java.io.IOException e) {
      return Stream.empty();
    }
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no file: " + url, e);
    }
  }
}
