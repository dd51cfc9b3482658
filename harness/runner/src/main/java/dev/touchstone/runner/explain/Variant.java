package dev.touchstone.runner.explain;

import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe that is like another one but for some steps.
 *
 * @param kind what it leaves out
 * @param step the last step that it keeps, or the one that it leaves out; from 1
 * @param recipe its own steps
 */
public record Variant(Kind kind, int step, Recipe recipe) {

  /** What a variant leaves out. */
  public enum Kind {
    /** All steps after one. */
    UP_TO,
    /** One step, and keeps those around it. */
    WITHOUT
  }

  /**
   * Every variant of a recipe: its beginnings, of which the last is the recipe itself, and the
   * recipe without each of its steps. A recipe of one step has nothing to be left out of it.
   */
  public static List<Variant> of(Recipe whole) {
    List<Variant> variants = new ArrayList<>();
    int steps = whole.steps().size();
    for (int i = 1; i <= steps; i++) {
      variants.add(new Variant(Kind.UP_TO, i, named(whole, "up-to-" + i, first(whole, i))));
    }
    for (int i = 1; i <= steps && steps > 1; i++) {
      List<Step> others = new ArrayList<>(whole.steps());
      others.remove(i - 1);
      variants.add(new Variant(Kind.WITHOUT, i, named(whole, "without-" + i, others)));
    }
    return variants;
  }

  private static List<Step> first(Recipe whole, int count) {
    return whole.steps().subList(0, count);
  }

  private static Recipe named(Recipe whole, String suffix, List<Step> steps) {
    return new Recipe(whole.name() + "-" + suffix, steps);
  }

  /** The name of its arm. */
  public String name() {
    return recipe.name();
  }
}
