package dev.touchstone.recipes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a candidate was made; enough to make it again.
 *
 * @param referenceSha256 of the model that it was made from
 * @param referenceBytes of that model
 * @param recipe name and steps as YAML, with every default written out
 * @param calibrationSha256 fingerprint of the calibration samples that were used, if any
 * @param calibrationSamples how many samples were used
 * @param tools versions of everything that took part, such as {@code touchstone} and {@code
 *     onnxruntime}
 * @param steps what each step did, in order
 */
public record Lineage(
    String referenceSha256,
    long referenceBytes,
    String recipe,
    Optional<String> calibrationSha256,
    int calibrationSamples,
    Map<String, String> tools,
    List<StepRecord> steps) {

  /** The same as ordered key and value, for those who keep or show it without knowing recipes. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("recipe", recipe);
    facts.put("reference.sha256", referenceSha256);
    facts.put("reference.bytes", Long.toString(referenceBytes));
    calibrationSha256.ifPresent(
        sha -> {
          facts.put("calibration.sha256", sha);
          facts.put("calibration.samples", Integer.toString(calibrationSamples));
        });
    new TreeMap<>(tools).forEach((tool, version) -> facts.put("tool." + tool, version));
    for (int i = 0; i < steps.size(); i++) {
      facts.put("step." + (i + 1), steps.get(i).toString());
    }
    return facts;
  }

  /**
   * What one step did.
   *
   * @param step its key in recipes, such as {@code quantize static}
   * @param nodesBefore how many nodes the graph had
   * @param bytesBefore size of the serialized model
   * @param outputSignalToNoiseDb of the step's outputs against its inputs' on calibration samples,
   *     in dB; infinity if equal; empty if there was no data
   * @param note what a reader should know, such as nodes that were left alone and why
   */
  public record StepRecord(
      String step,
      int nodesBefore,
      int nodesAfter,
      long bytesBefore,
      long bytesAfter,
      Optional<Double> outputSignalToNoiseDb,
      String note) {

    /** Renders as one line for people. */
    @Override
    public String toString() {
      String snr =
          outputSignalToNoiseDb
              .map(
                  db ->
                      db.isInfinite()
                          ? ", output unchanged"
                          : String.format(Locale.ROOT, ", output SNR %.1f dB", db))
              .orElse("");
      return String.format(
          Locale.ROOT,
          "%s: nodes %d -> %d, bytes %,d -> %,d%s%s",
          step,
          nodesBefore,
          nodesAfter,
          bytesBefore,
          bytesAfter,
          snr,
          note.isEmpty() ? "" : "; " + note);
    }
  }
}
