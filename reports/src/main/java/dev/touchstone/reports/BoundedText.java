package dev.touchstone.reports;

import java.util.List;

/** A text that is never longer than it may be, and says what it has left out. */
final class BoundedText {

  /** Room for the line that counts what was left out. */
  private static final int LEFT_OUT = 80;

  private final StringBuilder out = new StringBuilder();
  private final int most;

  /**
   * An empty text.
   *
   * @param most UTF-16 code units
   */
  BoundedText(int most) {
    this.most = most;
  }

  /** Adds a piece as a whole, or nothing if there is no room. */
  void add(String piece) {
    if (out.length() + piece.length() <= most) {
      out.append(piece);
    }
  }

  /**
   * Adds lines between a head and an end. Without lines, and where there is no room for head and
   * end, it adds nothing; lines that have no room are counted behind the others.
   */
  void list(String head, List<String> lines, String end) {
    int room = most - out.length() - head.length() - end.length() - LEFT_OUT;
    if (lines.isEmpty() || room < 0) {
      return;
    }
    out.append(head);
    int added = 0;
    for (String line : lines) {
      room -= line.length();
      if (room < 0) {
        break;
      }
      out.append(line);
      added++;
    }
    if (added < lines.size()) {
      out.append("\n").append(lines.size() - added).append(" more are in the report.\n");
    }
    out.append(end);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
