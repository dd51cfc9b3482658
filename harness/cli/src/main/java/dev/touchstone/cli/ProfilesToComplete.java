package dev.touchstone.cli;

import dev.touchstone.scenarios.Profiles;
import java.util.Iterator;

/** The names of the bundled profiles, for a shell to complete. */
final class ProfilesToComplete implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Profiles.names().iterator();
  }
}
