package dev.touchstone.scenarios;

/**
 * The recipe to begin with on some hardware.
 *
 * @param name of a bundled recipe
 * @param because why, in a sentence; may be blank
 */
public record RecommendedRecipe(String name, String because) {

  /** Rejects a blank name. */
  public RecommendedRecipe {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a recommended recipe has a name");
    }
  }
}
