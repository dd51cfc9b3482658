package dev.touchstone.cli;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Damage;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at every file of the store: checksums, records, journals, what is missing, what does"
          + " not belong there.",
      "Sweeps away what killed processes left half-written. Exit code 2 if anything is wrong."
    })
final class BaselineVerify implements Callable<Integer> {

  @Mixin private StoreOptions options = new StoreOptions();

  @Override
  public Integer call() {
    BaselineStore store = options.open();
    sweep(store);
    List<Damage> damage = store.verify();
    damage.forEach(each -> System.out.println(each));
    System.out.println(
        damage.isEmpty()
            ? "the store is whole"
            : damage.size() + (damage.size() == 1 ? " problem" : " problems"));
    return (damage.isEmpty() ? ExitCode.PASS : ExitCode.REJECTED).number();
  }

  /** What is half-written was never acknowledged; in a store that takes no changes it stays. */
  private static void sweep(BaselineStore store) {
    try {
      for (Path each : store.sweep()) {
        System.out.println(each + ": left half-written by a process that was killed; swept away");
      }
    } catch (UncheckedIOException e) {
      System.err.println("touchstone: nothing was swept: " + e.getMessage());
    }
  }
}
