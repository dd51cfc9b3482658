package dev.touchstone.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.Convert;
import dev.touchstone.scenarios.Fuse;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.scenarios.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantTest {

  @TempDir private Path folder = Path.of("");

  private Recipe recipe(String steps) throws IOException {
    Path file = folder.resolve("r.yaml");
    return RecipeReader.read(Files.writeString(file, "name: r\nsteps: " + steps).toString());
  }

  @Test
  void areTheBeginningsAndTheRecipeWithoutEachStep() throws IOException {
    Recipe whole = recipe("[{fold: {}}, {fuse: {}}, {convert: {to: fp16-storage}}]");

    List<Variant> variants = Variant.of(whole);

    assertThat(variants)
        .extracting(Variant::name)
        .containsExactly(
            "r-up-to-1", "r-up-to-2", "r-up-to-3", "r-without-1", "r-without-2", "r-without-3");
    assertThat(variants.get(2).recipe().steps()).isEqualTo(whole.steps());
    assertThat(variants.get(4).recipe().steps())
        .hasExactlyElementsOfTypes(Step.Fold.class, Convert.StoredHalf.class);
    assertThat(variants.get(3).recipe().steps())
        .hasExactlyElementsOfTypes(Fuse.class, Convert.StoredHalf.class);
  }

  @Test
  void ofOneStepIsTheRecipeItself() throws IOException {
    assertThat(Variant.of(recipe("[{fold: {}}]"))).singleElement().returns(1, Variant::step);
  }
}
