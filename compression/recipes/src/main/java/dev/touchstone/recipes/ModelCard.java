package dev.touchstone.recipes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.recipes.CardJson.Identity;
import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a model comes from, what was done to it, what was left and why, for people in Markdown and
 * for programs in JSON.
 */
public final class ModelCard {

  /** The card for people, beside a candidate. */
  public static final String MARKDOWN = "card.md";

  /** The card for programs, beside a candidate. */
  public static final String JSON = "card.json";

  /** A run does not need models in memory, and a card is not worth running out of it. */
  private static final long MOST_TAKEN_APART = 512L << 20;

  private static final String SCHEMA_FILE = "card.schema.json";
  private static final String LAST_HEADING = "\n## Recipe\n";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String markdown;
  private final ObjectNode json;

  private ModelCard(String markdown, ObjectNode json) {
    this.markdown = markdown;
    this.json = json;
  }

  static ModelCard of(CardContent content, Identity reference, Identity candidate) {
    return new ModelCard(
        new Card(content, reference, candidate).markdown(),
        CardJson.of(content, reference, candidate));
  }

  /**
   * The card that was written when a candidate was made.
   *
   * @throws UncheckedIOException if the cache cannot be read
   */
  public static ModelCard of(Candidate candidate) {
    return read(candidate.card().resolveSibling(""));
  }

  /**
   * The card in a folder.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static ModelCard read(Path folder) {
    try {
      JsonNode json = MAPPER.readTree(Files.readString(folder.resolve(JSON)));
      if (json instanceof ObjectNode card) {
        return new ModelCard(Files.readString(folder.resolve(MARKDOWN)), card);
      }
      throw new IOException(JSON + " holds no card");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the card in " + folder, e);
    }
  }

  /**
   * The card of a model that was brought along: what can be seen in the file, which is not run.
   *
   * @param name of the candidate
   * @param model that was brought along
   * @param reference that it is compared with
   */
  public static ModelCard ofUnknownMaking(String name, Path model, Path reference) {
    Optional<CardContent.Files> files = anatomies(reference, model);
    CardContent content =
        new CardContent(name, Optional.empty(), files, Optional.empty(), Optional.empty());
    return of(content, Identity.of(files(reference)), Identity.of(files(model)));
  }

  private static Optional<CardContent.Files> anatomies(Path reference, Path model) {
    if (files(reference).bytes() + files(model).bytes() > MOST_TAKEN_APART) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CardContent.Files(
              Anatomy.of(OnnxModel.read(reference)), Anatomy.of(OnnxModel.read(model))));
    } catch (UnusableModelException e) {
      return Optional.empty(); // in ONNX Runtime's own format, or no model; the run tells which
    }
  }

  /** Also of a file that is no model. */
  private static ModelFiles files(Path model) {
    try {
      return ModelFiles.of(model);
    } catch (UnusableModelException e) {
      return new ModelFiles(List.of(model));
    }
  }

  /** This card with one section more, in place of one of the same key and heading. */
  public ModelCard with(CardSection section) {
    ObjectNode more = json.deepCopy();
    more.set(section.key(), section.json());
    if (section.markdown().isBlank()) {
      return new ModelCard(markdown, more);
    }
    String text = without(section.markdown().lines().findFirst().orElse(""));
    int last = text.lastIndexOf(LAST_HEADING);
    return new ModelCard(
        last < 0
            ? text + section.markdown() + "\n"
            : text.substring(0, last + 1) + section.markdown() + text.substring(last),
        more);
  }

  /** The card for people without the section of that heading. */
  private String without(String heading) {
    int from = markdown.indexOf("\n" + heading + "\n");
    if (from < 0) {
      return markdown;
    }
    int to = markdown.indexOf("\n## ", from + 1);
    return markdown.substring(0, from + 1) + (to < 0 ? "" : markdown.substring(to + 1));
  }

  /** This card of a copy of the model, whose external data may have another name in it. */
  public ModelCard ofCopy(Path copy) {
    ObjectNode own = json.deepCopy();
    Identity identity = Identity.of(ModelFiles.of(copy));
    String before = json.path("candidate").path("sha256").asText();
    own.set("candidate", identity.json());
    String text = markdown.replace(Card.OWN_HASH + before, Card.OWN_HASH + identity.sha256());
    return new ModelCard(text, own);
  }

  /** This card with another name for a file beside it. */
  public ModelCard renaming(String appendix, String other) {
    String text = markdown.replace("](" + appendix + ")", "](" + other + ")");
    ObjectNode own = json.deepCopy();
    own.withArray("appendices").removeAll();
    json.withArray("appendices")
        .forEach(
            name ->
                own.withArray("appendices")
                    .add(name.asText().equals(appendix) ? other : name.asText()));
    return new ModelCard(text, own);
  }

  /** The card for people. */
  public String markdown() {
    return markdown;
  }

  /** The card for programs, as text that ends with a line feed. */
  public String json() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes could not be written", e);
    }
  }

  /** The JSON Schema (draft 2020-12) that every JSON card keeps to. */
  public static String schema() {
    try (InputStream in = ModelCard.class.getResourceAsStream(SCHEMA_FILE)) {
      byte[] bytes = Objects.requireNonNull(in, "the distribution lacks its schema").readAllBytes();
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema of this distribution", e);
    }
  }
}
