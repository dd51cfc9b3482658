package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.ModelSignature;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.runner.job.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Model files that stand on the command line. */
final class ModelFile {

  private static final int LONGEST_NAME = 48;
  private static final int LONGEST_QUESTION = 64;

  private ModelFile() {}

  /**
   * Refuses what is no file; whether it holds a model is for the runtime to say.
   *
   * @throws RejectedException if it is none
   */
  static void require(Path model) {
    if (!Files.isRegularFile(model)) {
      throw new RejectedException("\"" + model + "\" is no file; name an ONNX model");
    }
  }

  /** The file's name without its ending, fit for an arm and a folder. */
  static String nameOf(Path model) {
    String name =
        String.valueOf(model.getFileName())
            .replaceFirst("\\.onnx$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    String fitting = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return fitting.isEmpty() ? "model" : fitting;
  }

  /**
   * A name for each model that no other has, whatever the case of its letters.
   *
   * @param taken names that stand for something else
   */
  static List<String> namesOf(List<Path> models, Set<String> taken) {
    Set<String> used = new HashSet<>(taken);
    return models.stream()
        .map(
            model -> {
              String name = nameOf(model);
              for (int i = 2; !used.add(name.toLowerCase(Locale.ROOT)); i++) {
                name = nameOf(model) + "-" + i;
              }
              return name;
            })
        .toList();
  }

  /** A name for the comparison of some models, such as {@code int8-vs-fp32}. */
  static String questionName(List<Path> models) {
    String others = models.size() == 2 ? nameOf(models.get(1)) : "" + (models.size() - 1);
    String name = others + "-vs-" + nameOf(models.get(0));
    return name.length() > LONGEST_QUESTION ? name.substring(0, LONGEST_QUESTION) : name;
  }

  /**
   * Refuses models that cannot be given the same samples: whatever came out would compare nothing.
   * A file that holds no model is left for the runtime to refuse, which is an outcome.
   *
   * @throws RejectedException if a candidate takes something else than the reference
   */
  static void requireSameInputs(Path reference, List<Path> candidates) {
    Optional<ModelSignature> wanted = signature(reference);
    for (Path candidate : candidates) {
      Optional<ModelSignature> found = signature(candidate);
      if (wanted.isPresent()
          && found.isPresent()
          && !found.get().takesWhatIsTakenBy(wanted.get())) {
        throw new RejectedException(
            "\""
                + candidate
                + "\" takes "
                + found.get()
                + ", but \""
                + reference
                + "\" takes "
                + wanted.get()
                + "; only models that take the same inputs can be compared");
      }
    }
  }

  private static Optional<ModelSignature> signature(Path model) {
    try {
      return Optional.of(ModelSignature.of(model));
    } catch (UnusableModelException e) {
      return Optional.empty();
    }
  }
}
