package dev.touchstone.cli;

import dev.touchstone.scenarios.BundledScenarios;
import java.util.Iterator;

/** The names of the bundled data manifests, for a shell to complete. */
final class ManifestsToComplete implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return BundledScenarios.manifests().iterator();
  }
}
