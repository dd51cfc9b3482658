package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.UpdateRecord;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.update.Choice;
import dev.touchstone.runner.update.InputKind;
import dev.touchstone.runner.update.Inputs;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the best candidate that passed the deployed model, once for each time they are judged. */
final class UpdatePromotion {

  private final UpdateJob job;
  private final Inputs inputs;
  private final Optional<String> wanted;
  private final PrintStream console;

  /**
   * Prepares it.
   *
   * @param wanted the candidate to take, if one was named
   */
  UpdatePromotion(UpdateJob job, Inputs inputs, Optional<String> wanted, PrintStream console) {
    this.job = job;
    this.inputs = inputs;
    this.wanted = wanted;
    this.console = console;
  }

  /**
   * Promotes.
   *
   * @return what is on record then
   */
  UpdateRecord of(UpdateRecord record) {
    if (record.promoted() && wanted.isEmpty()) {
      console.println("the choice among these candidates was made before; nothing is promoted");
      return record;
    }
    List<UpdateRecord.Entry> passed =
        record.candidates().stream()
            .filter(e -> wanted.isEmpty() || wanted.get().equals(e.name()))
            .filter(e -> e.outcome() == Outcome.PASS)
            .toList();
    if (passed.isEmpty()) {
      console.println(
          wanted.map(name -> name + " did not pass").orElse("no candidate passed")
              + "; nothing is promoted");
      return record;
    }
    Choice best = Choice.best(passed.stream().map(this::choice).toList()).orElseThrow();
    if (best.arm().sha256().equals(inputs.deployed())) {
      console.println(best.arm().name() + " is the deployed model already");
    } else {
      Baselines.promote(job.store(), best.verdict(), best.arm(), "");
      console.println(
          best.arm().name()
              + " is now the deployed model of "
              + record.scenario()
              + " on "
              + record.profile());
    }
    return job.write(promoted(record));
  }

  private Choice choice(UpdateRecord.Entry entry) {
    if (!job.results().has(entry.runId())) {
      throw new RejectedException(
          "--promote: the result of run "
              + entry.runId()
              + ", in which "
              + entry.name()
              + " passed, is no longer in the cache; add --again to measure it again");
    }
    Verdict verdict = job.verdict(entry.runId(), List.of(entry.name()));
    Arm arm = Baselines.candidate(verdict.run(), entry.name());
    return Choice.of(arm, verdict);
  }

  /** That another model ships now is this update's own doing, and nothing to begin again for. */
  private UpdateRecord promoted(UpdateRecord record) {
    String deployed = inputs.deployed();
    List<UpdateRecord.Entry> entries =
        record.candidates().stream().map(entry -> with(entry, deployed)).toList();
    return new UpdateRecord(record.scenario(), record.profile(), record.at(), true, entries);
  }

  private static UpdateRecord.Entry with(UpdateRecord.Entry entry, String deployed) {
    Map<String, String> now = new LinkedHashMap<>(entry.inputs());
    now.computeIfPresent(InputKind.DEPLOYED.key(), (key, before) -> deployed);
    return new UpdateRecord.Entry(
        entry.name(), entry.sha256(), entry.runId(), entry.outcome(), now);
  }
}
