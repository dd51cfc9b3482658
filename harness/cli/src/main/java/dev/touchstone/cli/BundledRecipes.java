package dev.touchstone.cli;

import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeReader;
import java.util.Iterator;

/** The names of the bundled recipes, for the help. */
final class BundledRecipes implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return RecipeReader.bundled().stream().map(Recipe::name).iterator();
  }
}
