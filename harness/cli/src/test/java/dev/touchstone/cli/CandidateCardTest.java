package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.touchstone.recipes.ModelCard;
import dev.touchstone.recipes.onnx.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cards that commands leave, from the model to what was measured of it. */
class CandidateCardTest {

  @TempDir private Path folder = Path.of("");

  private static JsonNode valid(Path card) throws IOException {
    String text = Files.readString(card);
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ModelCard.schema())
                .validate(text, InputFormat.JSON))
        .isEmpty();
    return new ObjectMapper().readTree(text);
  }

  private static Object[] words(String command) {
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
    words.remove(0);
    return words.toArray();
  }

  @Test
  void tellWhatWasMeasuredAndHowToMakeTheSameFileAgain() throws IOException {
    TinyTask task = TinyTask.in(folder.resolve("task"));
    task.scenario(
        "[{quantize: {scheme: static, islands: keep}}]", "{metric: size, at-most: 64 KiB}");
    Files.copy(task.file("model.onnx"), task.file("bought.onnx"));
    Files.writeString(
        task.scenario(),
        Files.readString(task.scenario())
            .replace(
                "  - {name: folded, steps: [{fold: {}}]}",
                "  - {name: bought, model: bought.onnx}"));
    Path out = folder.resolve("out");

    Answer run = Answer.quickly("update", task.scenario(), "--store", folder, "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode made = valid(out.resolve("cards/made/card.json"));
    assertThat(made.at("/measured/outcome").asText()).isEqualTo("PASS");
    assertThat(made.at("/measured/findings/0/metric").asText()).isEqualTo("size");
    assertThat(made.at("/target/profile").asText()).isEqualTo("this-machine");
    assertThat(made.at("/calibrationReview/evaluationSamples").asInt()).isEqualTo(90);
    assertThat(Files.readString(out.resolve("cards/made/card.md")))
        .containsSubsequence("## Target", "## How to make it again", "## Measured", "## Recipe");
    JsonNode bought = valid(out.resolve("cards/bought/card.json"));
    assertThat(bought.at("/making/known").asBoolean(true)).isFalse();
    assertThat(bought.at("/measured/outcome").asText()).isEqualTo("PASS");

    String command = made.at("/rebuild/command").asText().replace("made.onnx", out + "/again.onnx");
    Answer again = Answer.to(words(command));

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(ModelFiles.of(out.resolve("again.onnx")).sha256())
        .isEqualTo(made.at("/candidate/sha256").asText());
    JsonNode copy = valid(out.resolve("again.card.json"));
    assertThat(copy.at("/candidate")).isEqualTo(made.at("/candidate"));
    assertThat(copy.has("measured")).isFalse();

    task.scenario("[{quantize: {scheme: static, islands: keep}}]", "{metric: size, at-most: 10 B}");
    Answer judged = Answer.quickly("update", task.scenario(), "--store", folder, "--out", out);

    assertThat(judged.code()).as(judged.err()).isEqualTo(1);
    assertThat(valid(out.resolve("cards/made/card.json")).at("/measured/outcome").asText())
        .isEqualTo("FAIL");
    assertThat(Files.readString(out.resolve("cards/made/card.md")))
        .containsOnlyOnce("## Measured")
        .contains("✗ **FAIL** in run ");
  }
}
