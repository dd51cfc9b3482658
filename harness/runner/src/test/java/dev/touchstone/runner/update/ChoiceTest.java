package dev.touchstone.runner.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private static Choice choice(String name, long bytes, double loss) {
    Arm arm = new Arm(name, ArmRole.CANDIDATE, Path.of(name), "", bytes, Map.of());
    return new Choice(arm, verdict(arm), loss);
  }

  private static Verdict verdict(Arm arm) {
    RunResult run =
        new RunResult(
            "run",
            new RunResult.Provenance("test", Instant.EPOCH, Instant.EPOCH),
            "s",
            "",
            "p",
            1,
            new Environment(Map.of(), List.of(), List.of()),
            List.of(arm),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of());
    return new Verdict(Outcome.PASS, List.of(), List.of(), List.of(), run);
  }

  private static String best(Choice... choices) {
    List<Choice> reversed = new ArrayList<>(Arrays.asList(choices));
    java.util.Collections.reverse(reversed);
    String found = Choice.best(List.of(choices)).orElseThrow().arm().name();
    assertThat(Choice.best(reversed).orElseThrow().arm().name()).isEqualTo(found);
    return found;
  }

  @Test
  void takesTheLargestGainThenTheSmallestFileThenTheFirstName() {
    assertThat(best(choice("slow", 10, 0.1), choice("fast", 99, -0.5))).isEqualTo("fast");
    assertThat(best(choice("large", 20, -0.5), choice("small", 10, -0.5))).isEqualTo("small");
    assertThat(best(choice("a", 10, -0.5), choice("b", 10, -0.5))).isEqualTo("a");
  }

  @Test
  void prefersWhatWasComparedAndKnowsNoBestOfNone() {
    Choice compared = choice("compared", 99, 0.9);
    Choice alone = Choice.of(compared.arm(), compared.verdict());

    assertThat(alone.loss()).isInfinite();
    assertThat(best(compared, choice("alone", 1, alone.loss()))).isEqualTo("compared");
    assertThat(Choice.best(List.of())).isEmpty();
  }
}
