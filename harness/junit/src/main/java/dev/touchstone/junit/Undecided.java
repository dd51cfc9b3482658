package dev.touchstone.junit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What becomes of a test whose requirement was neither kept nor broken. */
enum Undecided {
  /** As if an assumption did not hold: shown, and no obstacle to a merge. */
  ABORT,
  /** For releases: what is not known to be good does not ship. */
  FAIL;

  static Optional<Undecided> named(String text) {
    return Arrays.stream(values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  /** The result of such a test. */
  TestExecutionResult result(String reason, StackTraceElement... place) {
    RuntimeException aborted = new TestAbortedException(reason);
    AssertionFailedError failed = new AssertionFailedError(reason);
    aborted.setStackTrace(place);
    failed.setStackTrace(place);
    return this == ABORT
        ? TestExecutionResult.aborted(aborted)
        : TestExecutionResult.failed(failed);
  }
}
