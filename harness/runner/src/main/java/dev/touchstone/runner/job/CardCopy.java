package dev.touchstone.runner.job;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CardSection;
import dev.touchstone.recipes.ModelCard;
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
   * Writes {@code int8.card.md}, {@code int8.card.json} and {@code int8.sensitivity.csv} beside
   * {@code int8.onnx}, which must be there.
   *
   * @param more what the card tells beside
   * @return what was written, the card for people first
   */
  public static List<Path> beside(Candidate candidate, Path model, List<CardSection> more) {
    String stem = String.valueOf(model.getFileName()).replaceFirst("\\.(onnx|ort)$", "");
    ModelCard card = ModelCard.of(candidate).ofCopy(model);
    return write(card, candidate.appendices(), model.resolveSibling(""), stem + ".", more);
  }

  /**
   * Writes {@code card.md}, {@code card.json} and the appendices into a folder, which is made if it
   * is not there.
   */
  static List<Path> into(
      ModelCard card, List<Path> appendices, Path folder, List<CardSection> more) {
    return write(card, appendices, folder, "", more);
  }

  /**
   * Puts what was found out later into a card that lies below the output folder of a run, if there
   * is one.
   */
  public static void amend(Path out, String candidate, CardSection section) {
    Path folder = CandidateCard.folder(out, candidate);
    if (Files.isRegularFile(folder.resolve(ModelCard.JSON))) {
      ModelCard card = ModelCard.read(folder).with(section);
      text(folder.resolve(ModelCard.MARKDOWN), card.markdown());
      text(folder.resolve(ModelCard.JSON), card.json());
    }
  }

  private static List<Path> write(
      ModelCard original,
      List<Path> appendices,
      Path folder,
      String prefix,
      List<CardSection> more) {
    ModelCard card = original;
    for (CardSection section : more) {
      card = card.with(section);
    }
    List<Path> written = new ArrayList<>();
    written.add(folder.resolve(prefix + ModelCard.MARKDOWN));
    written.add(folder.resolve(prefix + ModelCard.JSON));
    for (Path appendix : appendices) {
      String name = String.valueOf(appendix.getFileName());
      card = card.renaming(name, prefix + name);
      Path target = folder.resolve(prefix + name);
      copy(appendix, target);
      written.add(target);
    }
    text(written.get(0), card.markdown());
    text(written.get(1), card.json());
    return written;
  }

  private static void copy(Path file, Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }

  static void text(Path target, String text) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }
}
