package dev.touchstone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of {@code touchstone} that a text shows.
 *
 * @param place file and line
 * @param words what stands behind the program's name, as a shell would part it
 * @param aside options that a table names beside the call
 * @param whole whether it is meant to be typed as it stands; else only command and options count
 */
record DocumentedCommand(String place, List<String> words, List<String> aside, boolean whole) {

  private static final Pattern CALL =
      Pattern.compile("(?<![\\w./-])(?:\\./|[\\w./$\"{}-]*bin/)?touchstone (?=[a-z-])");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  /** The calls in a Markdown file: in fences to be typed, elsewhere between backticks. */
  static List<DocumentedCommand> inMarkdown(String file, String text) {
    List<DocumentedCommand> found = new ArrayList<>();
    boolean fenced = false;
    List<String> lines = joined(text);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String place = file + ":" + (i + 1);
      if (line.strip().startsWith("```")) {
        fenced = !fenced;
      } else if (fenced) {
        found.addAll(in(place, line, true));
      } else {
        Matcher span = SPAN.matcher(line);
        while (span.find()) {
          found.addAll(in(place, span.group(1), false));
        }
      }
    }
    return found;
  }

  /** The calls in a script or a configuration file, but not in its comments. */
  static List<DocumentedCommand> inScript(String file, String text) {
    List<DocumentedCommand> found = new ArrayList<>();
    List<String> lines = joined(text);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.startsWith("#") && !line.startsWith("//")) {
        found.addAll(in(file + ":" + (i + 1), line, true));
      }
    }
    return found;
  }

  /** Lines with what a backslash at their end joins to them; their number stays the same. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int i = lines.size() - 2; i >= 0; i--) {
      if (lines.get(i).endsWith("\\")) {
        String line = lines.get(i);
        lines.set(i, line.substring(0, line.length() - 1) + lines.get(i + 1).strip());
        lines.set(i + 1, "");
      }
    }
    return lines;
  }

  /** The calls in one line; the gate of the examples hands everything to {@code run}. */
  static List<DocumentedCommand> in(String place, String text, boolean typed) {
    String line = text.replaceAll("\\S*gate\\.sh ", "touchstone run ");
    List<DocumentedCommand> found = new ArrayList<>();
    Matcher call = CALL.matcher(line);
    for (int at = 0; call.find(at); at = call.end()) {
      int begin = call.end();
      String rest = line.substring(begin, call.find(begin) ? call.start() : line.length());
      call.find(at);
      // A table sets what a call is for apart from it by more than one space.
      String[] columns = rest.split(" {2,}", 2);
      boolean table = columns.length == 2 && !columns[1].startsWith("#");
      List<String> aside = new ArrayList<>();
      Matcher option = OPTION.matcher(table ? columns[1] : "");
      while (option.find()) {
        aside.add(option.group());
      }
      found.add(new DocumentedCommand(place, words(columns[0]), aside, typed && !table));
    }
    return found;
  }

  /** Parts a simple command as a shell does, up to where it ends or its comment begins. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
        if (quote != 0) {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        if (text.chars().filter(other -> other == c).count() % 2 == 1) {
          break; // the quote was opened before the call and ends it here
        }
        quote = c;
        begun = true;
      } else if (";|&<>)`".indexOf(c) >= 0 || (c == '#' && !begun)) {
        break;
      } else if (c == ' ') {
        add(words, word, begun);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    add(words, word, begun);
    return words;
  }

  private static void add(List<String> words, StringBuilder word, boolean begun) {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
