package dev.touchstone.cli;

import dev.touchstone.baselines.store.NoRollbackException;
import dev.touchstone.baselines.store.OvertakenException;
import dev.touchstone.baselines.store.RefusedPromotionException;
import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.recipes.CompressionException;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.runner.MachineBusyException;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.ToolVersion;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code touchstone}. */
@Command(
    name = "touchstone",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tells whether a compressed model is fit to ship.",
    subcommands = {
      RunCommand.class,
      UpdateCommand.class,
      ExplainCommand.class,
      CompressCommand.class,
      InspectCommand.class,
      DiffCommand.class,
      ShareCommand.class,
      MeasureCommand.class,
      CompareCommand.class,
      JudgeCommand.class,
      ReportCommand.class,
      MetricsCommand.class,
      BaselineCommand.class,
      HistoryCommand.class,
      NightlyCommand.class,
      BisectCommand.class,
      ProfileCommand.class,
      SelftestCommand.class,
      TrainCommand.class,
      CompletionCommand.class
    },
    footerHeading = "%nStart here:%n",
    footer = {
      "  touchstone run surface-defects            the embedded example: compress, measure, judge",
      "  touchstone run my-scenario.yaml           your own model and data",
      "  touchstone update my-scenario.yaml        only what depends on what was changed",
      "  touchstone compare a.onnx b.onnx          two models side by side",
      "  touchstone inspect model.onnx             what a model is made of",
      "  touchstone diff a.onnx b.onnx             where two models part ways, layer by layer",
      "  touchstone selftest                       what the instrument is worth on this machine",
      "  touchstone baseline promote touchstone-out/surface-defects",
      "                                            what passed becomes what ships",
      "",
      "Results go to standard output, progress to standard error.",
      "Exit codes: 0 PASS, 1 FAIL, 2 usage or scenario rejected, 3 INCONCLUSIVE, 4 INVALID run,",
      "70 internal error, 130 Ctrl-C, 143 SIGTERM."
    })
public final class Main {

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Scratch.deleteAtExit();
    System.exit(run(args));
  }

  /** Runs one command and returns its exit code, for tests and for {@link #main}. */
  static int run(String... args) {
    return run(CommandLine.defaultFactory(), args);
  }

  /** The same with commands that are made in another way. */
  static int run(IFactory commands, String... args) {
    CommandLine commandLine = commandLine(commands);
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      // Left to the JVM these would end in code 1, which is FAIL.
      return explain(e, commandLine, "out of memory; set TOUCHSTONE_JAVA_OPTS=-Xmx4g or more");
    } catch (StackOverflowError | LinkageError e) {
      return explain(e, commandLine, "cannot go on");
    }
  }

  /** Every command with its options, for what describes or completes them. */
  static CommandLine commandLine(IFactory commands) {
    return new CommandLine(new Main(), commands)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int explain(Error error, CommandLine commandLine, String message) {
    commandLine.getErr().println("touchstone: " + message + " (" + error + ")");
    commandLine.getErr().flush();
    return ExitCode.INTERNAL_ERROR.number();
  }

  /** Says what is wrong with the arguments; the whole help only to one who gave none. */
  private static int explainUsage(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    if (args.length == 0) {
      // Not 0, which is PASS: a build whose arguments went missing was not judged.
      command.usage(err);
    } else {
      err.println("touchstone: " + message(error));
      UnmatchedArgumentException.printSuggestions(error, err);
      err.println("touchstone: see \"" + command.getCommandSpec().qualifiedName() + " --help\"");
    }
    err.flush();
    return ExitCode.REJECTED.number();
  }

  private static String message(ParameterException error) {
    String text = String.valueOf(error.getMessage()).replace("option option", "option");
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /** The code that a command ends with if this is thrown. */
  static ExitCode codeOf(Throwable error) {
    if (error instanceof MachineBusyException) {
      return ExitCode.INVALID;
    }
    return error instanceof ScenarioException || isForTheUser(error)
        ? ExitCode.REJECTED
        : ExitCode.INTERNAL_ERROR;
  }

  /** Whether the message alone tells the user what to do. */
  private static boolean isForTheUser(Throwable error) {
    return error instanceof RejectedException
        || error instanceof CompressionException
        || error instanceof RefusedPromotionException
        || error instanceof OvertakenException
        || error instanceof NoRollbackException
        || error instanceof UnreadableResultException
        || error instanceof UnusableModelException;
  }

  private static int explain(Exception error, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    if (error instanceof ScenarioException rejected) {
      int count = rejected.problems().size();
      err.println(rejected.getMessage());
      err.println(
          "touchstone: " + (count == 1 ? "1 problem" : count + " problems") + "; nothing was run");
    } else if (isForTheUser(error) || error instanceof MachineBusyException) {
      err.println("touchstone: " + error.getMessage());
    } else if (error instanceof UncheckedIOException failed) {
      err.println("touchstone: " + failed.getMessage() + causeOf(failed));
    } else {
      err.println(
          "touchstone " + ToolVersion.number() + " has a bug; please report it with these lines:");
      error.printStackTrace(err);
    }
    err.flush();
    return codeOf(error).number();
  }

  /** What the system said, and what to do about it. */
  private static String causeOf(UncheckedIOException error) {
    String reason = Remedy.of(error);
    return String.valueOf(error.getMessage()).contains(reason) ? "" : ": " + reason;
  }
}
