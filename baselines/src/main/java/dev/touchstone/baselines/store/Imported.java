package dev.touchstone.baselines.store;

import java.util.List;

/**
 * What an import brought.
 *
 * @param changed scenarios and profiles whose baselines are the archive's now
 * @param models how many models were put back that this store had lost
 * @param runs how many run records are new
 * @param diverged scenarios and profiles that were left alone: something was decided here that the
 *     archive does not know, and the other way round
 */
public record Imported(List<String> changed, int models, int runs, List<String> diverged) {

  /** Copies the lists. */
  public Imported {
    changed = List.copyOf(changed);
    diverged = List.copyOf(diverged);
  }
}
