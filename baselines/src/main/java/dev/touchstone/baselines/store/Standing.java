package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which baseline has which role after some acts.
 *
 * <p>What shipped is a stack: a promotion lays a model on it, a rollback takes models off until the
 * last known good one is on top. Last known good is the uppermost model below the top that passed,
 * is another model than the top, and was not pruned. A rollback after a rollback therefore goes
 * further back, and never to what was just taken off.
 */
final class Standing {

  private Optional<String> reference = Optional.empty();
  private final List<Act> shipped = new ArrayList<>();
  private final Set<String> pruned = new HashSet<>();

  private Standing() {}

  static Standing after(List<Act> acts) {
    Standing standing = new Standing();
    acts.forEach(standing::add);
    return standing;
  }

  private void add(Act act) {
    switch (act.kind()) {
      case REFERENCE -> {
        pruned.remove(act.baseline());
        reference = Optional.of(act.baseline());
      }
      case PROMOTE -> {
        pruned.remove(act.baseline());
        shipped.add(act);
      }
      case ROLLBACK -> {
        while (!shipped.isEmpty() && !top().baseline().equals(act.baseline())) {
          shipped.remove(shipped.size() - 1);
        }
      }
      case PRUNE -> pruned.add(act.baseline());
      case IMPORT -> {}
    }
  }

  private Act top() {
    return shipped.get(shipped.size() - 1);
  }

  /** The id of the baseline in a role; empty if there is none. */
  Optional<String> of(Role role) {
    return switch (role) {
      case REFERENCE -> reference;
      case DEPLOYED -> shipped.isEmpty() ? Optional.empty() : Optional.of(top().baseline());
      case LAST_KNOWN_GOOD -> lastKnownGood();
    };
  }

  private Optional<String> lastKnownGood() {
    for (int i = shipped.size() - 2; i >= 0; i--) {
      Act act = shipped.get(i);
      boolean another = !act.sha256().equals(top().sha256());
      if (another && act.outcome() == Outcome.PASS && !pruned.contains(act.baseline())) {
        return Optional.of(act.baseline());
      }
    }
    return Optional.empty();
  }

  /** The ids of the baselines that have a role. */
  Map<Role, String> roles() {
    Map<Role, String> roles = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      of(role).ifPresent(id -> roles.put(role, id));
    }
    return roles;
  }

  /** Whether the model of a baseline was removed since it last got a role. */
  boolean isPruned(String id) {
    return pruned.contains(id);
  }
}
