package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which model is reference, deployed and last known good after what was done. */
class StoreRolesTest {

  @TempDir private Path temporary = Path.of("");

  private BaselineStore store = BaselineStore.open(Path.of(""));
  private Wishes wishes = new Wishes(Path.of(""));

  @BeforeEach
  void open() {
    store = BaselineStore.open(temporary.resolve("store"));
    wishes = new Wishes(temporary);
  }

  @Test
  void keepsWhatShippedBeforeAsLastKnownGood() {
    store.promote(wishes.of("a"));
    assertThat(arm(Role.LAST_KNOWN_GOOD)).isEmpty();

    store.promote(wishes.of("b"));

    assertThat(arm(Role.DEPLOYED)).contains("b");
    assertThat(arm(Role.LAST_KNOWN_GOOD)).contains("a");
  }

  @Test
  void neverTakesWhatDidNotPassForKnownGood() {
    store.promote(wishes.of("a"));
    store.promote(wishes.of("urgent", Outcome.FAIL));
    store.promote(wishes.of("b"));

    assertThat(arm(Role.LAST_KNOWN_GOOD)).contains("a");
  }

  @Test
  void takesAnotherModelForLastKnownGoodThanTheOneThatShips() {
    store.promote(wishes.of("a"));
    store.promote(wishes.of("b"));
    store.promote(wishes.of("b"));

    assertThat(arm(Role.LAST_KNOWN_GOOD)).contains("a");
  }

  @Test
  void rollsBackModelCardAndLineageAndSaysWhatItUndid() {
    StoredBaseline a = store.promote(wishes.of("a"));
    store.promote(wishes.of("b", Outcome.FAIL));

    Rollback done = rollback();

    assertThat(done.undone())
        .returns("b", StoredBaseline::arm)
        .returns("it is urgent", StoredBaseline::because);
    assertThat(done.restored()).usingRecursiveComparison().isEqualTo(a);
    assertThat(done.restored().model()).hasContent("a");
    assertThat(done.restored().attachments())
        .singleElement()
        .satisfies(card -> assertThat(card).hasContent("# a"));
    assertThat(store.find(Wishes.SCENARIO, Wishes.PROFILE, Role.DEPLOYED)).contains(a);
  }

  @Test
  void goesFurtherBackWithEachRollbackAndNeverToWhatWasUndone() {
    store.promote(wishes.of("a"));
    store.promote(wishes.of("b"));
    store.promote(wishes.of("c"));

    assertThat(rollback().restored().arm()).isEqualTo("b");
    assertThat(rollback().restored().arm()).isEqualTo("a");
    assertThatThrownBy(this::rollback)
        .isInstanceOf(NoRollbackException.class)
        .hasMessageContaining("has no last known good model")
        .hasMessageContaining("promote another model instead");
    assertThat(arm(Role.DEPLOYED)).contains("a");
  }

  @Test
  void rollsBackFromAModelThatIsDamaged() throws IOException {
    store.promote(wishes.of("a"));
    Files.writeString(store.promote(wishes.of("b")).model(), "damaged");

    assertThat(rollback().restored().arm()).isEqualTo("a");
  }

  @Test
  void keepsWhatShipsIfTheLastKnownGoodModelIsDamaged() throws IOException {
    Files.writeString(store.promote(wishes.of("a")).model(), "damaged");
    store.promote(wishes.of("b"));

    assertThatThrownBy(this::rollback)
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("was changed after it was written");
    assertThat(arm(Role.DEPLOYED)).contains("b");
  }

  @Test
  void hasNothingToRollBackWhereNothingShips() {
    assertThatThrownBy(this::rollback)
        .isInstanceOf(NoRollbackException.class)
        .hasMessageContaining("has no deployed model");
  }

  @Test
  void tellsInItsJournalWhoDidWhatAndWhatItReplaced() {
    StoredBaseline a = store.promote(wishes.of("a"));
    StoredBaseline b = store.promote(wishes.of("b", Outcome.INCONCLUSIVE));
    store.rollback(
        Wishes.SCENARIO, Wishes.PROFILE, new Signature(Wishes.NOW, "else", "it misses cracks"));

    List<Act> acts = store.journal(Wishes.SCENARIO, Wishes.PROFILE);

    assertThat(acts)
        .extracting(Act::kind)
        .containsExactly(Act.Kind.PROMOTE, Act.Kind.PROMOTE, Act.Kind.ROLLBACK);
    assertThat(acts).extracting(Act::baseline).containsExactly(a.id(), b.id(), a.id());
    assertThat(acts).extracting(Act::replaces).containsExactly("", a.id(), b.id());
    assertThat(acts)
        .extracting(act -> act.signature().because())
        .containsExactly("", "it is urgent", "it misses cracks");
    assertThat(acts).extracting(act -> act.signature().by()).endsWith("else");
  }

  @Test
  void promotesOnlyOverTheBaselineThatTheAuthorSaw() {
    StoredBaseline a = store.promote(wishes.seeing("a", Optional.empty()));
    StoredBaseline b = store.promote(wishes.seeing("b", Optional.of(a.id())));

    assertThatThrownBy(() -> store.promote(wishes.seeing("c", Optional.of(a.id()))))
        .isInstanceOf(OvertakenException.class)
        .hasMessage(
            "kws, spotting on pi/4: somebody promoted \"b\" (%s) at 2026-11-21T09:00:00Z in the meantime, and this was decided when %s was deployed; look at it (touchstone baseline show), then decide again"
                .formatted(b.id(), a.id()));
    assertThat(arm(Role.DEPLOYED)).contains("b");
  }

  @Test
  void refusesAPassThatIsDoubtedUnlessAReasonIsStated() {
    Promotion wish = wishes.of("a");
    Origin doubted =
        new Origin("run", Outcome.PASS, Optional.empty(), List.of("injected-work.a 0.1"));

    assertThatThrownBy(() -> store.promote(with(wish, doubted, "")))
        .isInstanceOf(RefusedPromotionException.class)
        .hasMessageContaining("doubtful: injected-work.a 0.1; run again without")
        .hasMessageContaining("--because");
    assertThat(store.promote(with(wish, doubted, "a demonstration")).because())
        .isEqualTo("a demonstration");
  }

  @Test
  void callsABaselineStaleOnceItIsOlderThanItShouldBe() {
    StoredBaseline kept = store.promote(wishes.of("a"));
    Duration limit = Duration.ofDays(90);

    assertThat(kept.stale(Wishes.NOW.plus(limit), limit)).isEmpty();
    assertThat(kept.stale(Wishes.NOW.plus(limit).plusSeconds(1), limit)).isPresent();
  }

  @Test
  void namesAJournalInWhichALineWasTakenOut() throws IOException {
    store.promote(wishes.of("a"));
    store.promote(wishes.of("b"));
    store.promote(wishes.of("c"));
    Path journal = temporary.resolve("store/baselines/kws%2C+spotting/pi%2F4/journal.csv");
    List<String> lines = Files.readAllLines(journal);
    Files.write(journal, List.of(lines.get(0), lines.get(1), lines.get(2), lines.get(4)));

    assertThatThrownBy(() -> arm(Role.DEPLOYED))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageStartingWith(journal + ": line 2 does not follow from the lines before it");
  }

  private static Promotion with(Promotion wish, Origin origin, String because) {
    return new Promotion(
        wish.scenario(),
        wish.profile(),
        wish.role(),
        wish.arm(),
        wish.externalData(),
        origin,
        new Signature(Wishes.NOW, "somebody", because),
        wish.attachments(),
        wish.seen());
  }

  private Rollback rollback() {
    return store.rollback(Wishes.SCENARIO, Wishes.PROFILE, Wishes.SOMEBODY);
  }

  private Optional<String> arm(Role role) {
    return store.find(Wishes.SCENARIO, Wishes.PROFILE, role).map(StoredBaseline::arm);
  }
}
