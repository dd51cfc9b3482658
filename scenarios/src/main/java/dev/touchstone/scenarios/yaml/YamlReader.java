package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Reads one YAML 1.2 document into nodes that know their place.
 *
 * <p>Everything that the language allows and a scenario does not need is a located problem: a
 * second document, tags, keys that are no text, a key twice, nesting deeper than 32, more than 20
 * 000 nodes after the expansion of aliases, and files above 1 MiB.
 */
public final class YamlReader {

  /** Largest file that is read, in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  private YamlReader() {}

  /**
   * Reads a file.
   *
   * @return the root, or empty if the file cannot be read or is no YAML; the problem has then been
   *     added. Smaller mistakes are added too, and the root is returned without the parts at fault
   */
  public static Optional<YamlNode> read(Path file, Problems problems) {
    return text(file, problems).flatMap(text -> read(text, nameOf(file), problems));
  }

  /**
   * Reads a file's text and does not look at it.
   *
   * @return empty if the file cannot be read or is not UTF-8; the problem has then been added
   */
  public static Optional<String> text(Path file, Problems problems) {
    String name = nameOf(file);
    problems.opened(name);
    Location start = new Location(name, 1, 1);
    if (!Files.isRegularFile(file)) {
      problems.add(
          start,
          Files.isDirectory(file) ? "is a folder, not a file" : "there is no such file",
          "check the path; it was looked for at " + file.toAbsolutePath().normalize());
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    if (bytes.length > MOST_BYTES) {
      problems.add(start, "is larger than 1 MiB, the most that is read as YAML", "");
      return Optional.empty();
    }
    return decode(bytes, name, problems);
  }

  /** How messages name a file: relative to the working directory if it lies below that. */
  public static String nameOf(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.isAbsolute() && file.startsWith(here)
        ? here.relativize(file).toString()
        : file.toString();
  }

  /**
   * Reads a text.
   *
   * @param name the file's name in messages
   * @return as {@link #read(Path, Problems)}
   */
  public static Optional<YamlNode> read(String text, String name, Problems problems) {
    problems.opened(name);
    Location start = new Location(name, 1, 1);
    if (text.length() > MOST_BYTES) {
      problems.add(start, "is larger than 1 MiB, the most that is read as YAML", "");
      return Optional.empty();
    }
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    LoadSettings settings = LoadSettings.builder().setLabel(name).setUseMarks(true).build();
    try {
      return new NodeBuilder(name, new Parse(settings).parseString(body).iterator(), problems)
          .build();
    } catch (MarkedYamlEngineException e) {
      Location place = place(e, name);
      problems.add(
          place, "is not YAML: " + Words.visible(String.valueOf(e.getProblem())), hint(e, body));
    } catch (ReaderException e) {
      problems.add(
          after(body, e.getPosition(), name),
          String.format("has the unprintable character U+%04X", e.getCodePoint()),
          "remove it");
    } catch (YamlVersionException e) {
      problems.add(
          start,
          "is not YAML 1.2 but claims \"" + e.getSpecVersion().getRepresentation() + "\"",
          "remove %YAML");
    } catch (YamlEngineException e) {
      problems.add(start, "is not YAML: " + Words.visible(String.valueOf(e.getMessage())), "");
    }
    return Optional.empty();
  }

  private static Location place(MarkedYamlEngineException e, String name) {
    return e.getProblemMark()
        .or(e::getContextMark)
        .map(mark -> location(mark, name))
        .orElse(new Location(name, 1, 1));
  }

  private static String hint(MarkedYamlEngineException e, String text) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("TAB")) {
      return "indent with spaces, not with tabs";
    }
    int line = e.getProblemMark().map(Mark::getLine).orElse(0);
    if (text.lines().skip(line).findFirst().filter(l -> l.contains("${")).isPresent()) {
      return "inside { } and [ ] a text with ${NAME} must stand in quotes";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "put a text that holds \": \" in quotes, and check the indentation";
    }
    String context = String.valueOf(e.getContext());
    return e.getContextMark()
        .map(mark -> context + " that begins in line " + (mark.getLine() + 1))
        .orElse("put the text in quotes, or check the indentation");
  }

  static Location location(Mark mark, String name) {
    return new Location(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Location after(String text, int codePoints, String name) {
    int line = 1;
    int column = 1;
    int[] all = text.codePoints().limit(codePoints).toArray();
    for (int c : all) {
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return new Location(name, line, column);
  }

  private static Optional<String> decode(byte[] bytes, String name, Problems problems) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports, does not replace
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (decoder.decode(in, out, true).isError()) {
      String before = out.flip().toString();
      problems.add(
          after(before, before.codePointCount(0, before.length()), name),
          String.format("has the byte 0x%02X, which is not UTF-8", bytes[in.position()]),
          "save the file as UTF-8");
      return Optional.empty();
    }
    return Optional.of(out.flip().toString());
  }
}
