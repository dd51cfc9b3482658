package dev.touchstone.baselines.store;

import java.nio.file.Path;
import java.util.List;

/**
 * What pruning removed, or would remove.
 *
 * @param models folders of models that no role names
 * @param runs run records
 */
public record Pruned(List<Path> models, List<Path> runs) {

  /** Copies the lists. */
  public Pruned {
    models = List.copyOf(models);
    runs = List.copyOf(runs);
  }
}
