package dev.touchstone.baselines.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The last row of a table that is written once: {@code seal,sha256,HASH}, over every line before
 * it. A table that was cut short, or changed by hand, does not bear it. Line ends do not count, so
 * that a version control system may rewrite them.
 */
final class Seal {

  private static final String ROW = "seal,sha256,";

  private Seal() {}

  /**
   * Adds the row.
   *
   * @param table whose first three columns take it, and whose lines end in line feeds
   * @param columns how many it has
   */
  static String on(String table, int columns) {
    return table + ROW + sha256(table) + ",".repeat(columns - 3) + "\n";
  }

  /**
   * The rows below the seal's protection.
   *
   * @throws UnreadableResultException if there is none, or it is of another text
   */
  static String open(Path file, String text, String remedy) {
    String lines = text.replace("\r\n", "\n");
    int at = lines.lastIndexOf("\n" + ROW) + 1;
    if (at == 0) {
      throw new UnreadableResultException(
          file, "is not whole: it does not end in a row \"" + ROW + "...\"; " + remedy);
    }
    String table = lines.substring(0, at);
    String rest = lines.substring(at + ROW.length());
    if (!rest.matches("[0-9a-f]{64},*\n") || !rest.startsWith(sha256(table))) {
      throw new UnreadableResultException(
          file, "was changed after it was written (SHA-256 differs from its seal); " + remedy);
    }
    return table;
  }

  /** Of a text whose lines end in line feeds. */
  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
