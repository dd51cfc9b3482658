package dev.touchstone.cli;

import dev.touchstone.scenarios.BundledScenarios;
import java.util.Iterator;

/** The names of the bundled scenarios, for a shell to complete. */
final class ScenariosToComplete implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return BundledScenarios.names().iterator();
  }
}
