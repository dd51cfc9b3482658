package dev.touchstone.cli;

import dev.touchstone.baselines.store.Imported;
import dev.touchstone.runner.job.Baselines;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Takes over what an archive has and this store does not.",
      "A scenario whose baselines were changed in both is left alone; exit code 2 then."
    })
final class BaselineImport implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "An archive of \"baseline export\".")
  private Path archive = Path.of("");

  @Mixin private StoreOptions options = new StoreOptions();

  @Override
  public Integer call() {
    String from = "from " + Optional.ofNullable(archive.getFileName()).orElse(archive).toString();
    Imported imported = options.open().importFrom(archive, Baselines.signature(from));
    imported.changed().forEach(name -> System.out.println("taken over: " + name));
    System.out.println(
        imported.models() + " models put back, " + imported.runs() + " new run records");
    for (String name : imported.diverged()) {
      System.err.println(
          "touchstone: "
              + name
              + " was changed here and in the archive since both were the same; it was left alone:"
              + " promote here what shall ship, then export it");
    }
    return (imported.diverged().isEmpty() ? ExitCode.PASS : ExitCode.REJECTED).number();
  }
}
