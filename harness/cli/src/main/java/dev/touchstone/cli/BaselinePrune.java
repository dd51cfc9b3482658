package dev.touchstone.cli;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.PruneRule;
import dev.touchstone.baselines.store.Pruned;
import dev.touchstone.baselines.store.Signature;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.RejectedException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Removes models that are neither reference, deployed nor last-known-good of any scenario,"
          + " and, with --keep or --older-than, run records that none of them comes from.",
      "With both limits only what is beyond both goes."
    })
final class BaselinePrune implements Callable<Integer> {

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Run records of each scenario and profile that stay, the newest.")
  private Optional<Integer> keep = Optional.empty();

  @Option(
      names = "--older-than",
      paramLabel = "DAYS",
      description = "Only run records that are older go, such as 90d.")
  private Optional<String> olderThan = Optional.empty();

  @Option(names = "--dry-run", description = "Only says what would be removed.")
  private boolean dryRun;

  @Mixin private StoreOptions options = new StoreOptions();

  @Override
  public Integer call() {
    BaselineStore store = options.open();
    PruneRule rule = new PruneRule(newest(), olderThan.map(BaselinePrune::days));
    Signature signature = Baselines.signature("");
    Pruned pruned = dryRun ? store.prunable(rule, signature) : store.prune(rule, signature);
    pruned.models().forEach(System.out::println);
    pruned.runs().forEach(System.out::println);
    System.out.printf(
        "%s: %s, %s%n",
        dryRun ? "would be removed" : "removed",
        count(pruned.models().size(), "model"),
        count(pruned.runs().size(), "run record"));
    return ExitCode.PASS.number();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private OptionalInt newest() {
    if (keep.isEmpty()) {
      return OptionalInt.empty();
    }
    if (keep.get() < 0) {
      throw new RejectedException("--keep: " + keep.get() + " is no number of records; from 0 on");
    }
    return OptionalInt.of(keep.get());
  }

  private static Duration days(String text) {
    if (!text.matches("[0-9]{1,5}d")) {
      throw new RejectedException(
          "--older-than: \"" + text + "\" is no number of days; write it like 90d");
    }
    return Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)));
  }
}
