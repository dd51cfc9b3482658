package dev.touchstone.cli;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes the store, or what it has of one scenario, into one ZIP file.")
final class BaselineExport implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The archive; one that is there is replaced.")
  private Path archive = Path.of("");

  @Option(names = "--scenario", paramLabel = "S", description = "Only this scenario.")
  private Optional<String> scenario = Optional.empty();

  @Mixin private StoreOptions options = new StoreOptions();

  @Override
  public Integer call() {
    BaselineStore store = options.open();
    if (Files.isDirectory(archive)) {
      throw new RejectedException("\"" + archive + "\" is a folder; name a file");
    }
    scenario.ifPresent(name -> requireKnown(store, name));
    int files = store.exportTo(archive, scenario, Baselines.signature(""));
    System.out.println(archive + ": " + files + " files");
    return ExitCode.PASS.number();
  }

  private static void requireKnown(BaselineStore store, String name) {
    if (!store.scenarios().contains(name)) {
      throw new RejectedException(
          "--scenario: \"" + name + "\" must be one of " + String.join(", ", store.scenarios()));
    }
  }
}
