package dev.touchstone.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * What a command answered.
 *
 * @param code exit code
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record Answer(int code, String out, String err) {

  /** Runs a command in this process. */
  static Answer to(Object... arguments) {
    return of(CommandLine.defaultFactory(), arguments);
  }

  /** The same, with commands that measure next to nothing. */
  static Answer quickly(Object... arguments) {
    return of(new QuickCommands(), arguments);
  }

  private static Answer of(IFactory commands, Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
    ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
    try {
      String[] words = new String[arguments.length];
      for (int i = 0; i < words.length; i++) {
        words[i] = String.valueOf(arguments[i]);
      }
      int code = Main.run(commands, words);
      return new Answer(
          code,
          capturedOut.toString(StandardCharsets.UTF_8),
          capturedErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
