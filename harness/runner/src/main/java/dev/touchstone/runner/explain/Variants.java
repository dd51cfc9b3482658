package dev.touchstone.runner.explain;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CompressionException;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variants of a recipe, made into models.
 *
 * @param arms the reference first, then each different model once
 * @param all in the order of {@link Variant#of}
 */
public record Variants(List<Arm> arms, List<MadeVariant> all) {

  /** Copies the lists. */
  public Variants {
    arms = List.copyOf(arms);
    all = List.copyOf(all);
  }

  /** Makes every variant that can be made. */
  public static Variants make(Scenario scenario, Recipe recipe, Workshop workshop) {
    Arm reference = Lineup.alone(scenario.reference()).arms().get(0);
    Map<String, Arm> byHash = new LinkedHashMap<>();
    byHash.put(reference.sha256(), reference);
    List<MadeVariant> all = new ArrayList<>();
    for (Variant variant : Variant.of(recipe)) {
      try {
        Candidate made =
            workshop.compress(
                scenario.reference(), variant.recipe(), scenario.calibration(), scenario.profile());
        Arm arm = byHash.computeIfAbsent(made.sha256(), sha -> arm(variant, made));
        all.add(MadeVariant.of(variant, made, arm.name()));
      } catch (CompressionException e) {
        all.add(MadeVariant.impossible(variant, String.valueOf(e.getMessage())));
      }
    }
    return new Variants(List.copyOf(byHash.values()), all);
  }

  private static Arm arm(Variant variant, Candidate made) {
    return new Arm(
        variant.name(),
        ArmRole.CANDIDATE,
        made.file(),
        made.sha256(),
        made.bytes(),
        made.lineage().facts());
  }

  /** One variant, by what it leaves out. */
  public Optional<MadeVariant> find(Variant.Kind kind, int step) {
    return all.stream()
        .filter(each -> each.variant().kind() == kind && each.variant().step() == step)
        .findFirst();
  }

  /** The recipe as it is; the last of its beginnings. */
  public MadeVariant whole(Recipe recipe) {
    return find(Variant.Kind.UP_TO, recipe.steps().size()).orElseThrow();
  }
}
