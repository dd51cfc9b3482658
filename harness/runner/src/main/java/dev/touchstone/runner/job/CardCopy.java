package dev.touchstone.runner.job;

import dev.touchstone.recipes.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Copies a candidate's card and what belongs to it to where the user wants them. */
public final class CardCopy {

  private CardCopy() {}

  /**
   * Writes {@code int8.card.md} and {@code int8.sensitivity.csv} beside {@code int8.onnx}.
   *
   * @param more Markdown that is put before the recipe, which ends the card; may be blank
   * @return what was written, the card first
   */
  public static List<Path> beside(Candidate candidate, Path model, String more) {
    String stem = String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
    return write(candidate, model.resolveSibling(""), stem + ".", more);
  }

  /** Writes {@code card.md} and the appendices into a folder, which is made if it is not there. */
  public static List<Path> into(Candidate candidate, Path folder, String more) {
    return write(candidate, folder, "", more);
  }

  private static List<Path> write(Candidate candidate, Path folder, String prefix, String more) {
    List<Path> written = new ArrayList<>();
    Path card = folder.resolve(prefix + "card.md");
    try {
      Files.createDirectories(folder.toAbsolutePath());
      String text = withMore(Files.readString(candidate.card()), more);
      written.add(card);
      for (Path appendix : candidate.appendices()) {
        String name = String.valueOf(appendix.getFileName());
        text = text.replace("](" + name + ")", "](" + prefix + name + ")");
        Path target = folder.resolve(prefix + name);
        Files.copy(appendix, target, StandardCopyOption.REPLACE_EXISTING);
        written.add(target);
      }
      Files.writeString(card, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + card, e);
    }
    return written;
  }

  private static String withMore(String card, String more) {
    int recipe = card.lastIndexOf("\n## Recipe\n");
    return more.isBlank() || recipe < 0
        ? card
        : card.substring(0, recipe + 1) + more + card.substring(recipe);
  }
}
