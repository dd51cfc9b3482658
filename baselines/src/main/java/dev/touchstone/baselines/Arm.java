package dev.touchstone.baselines;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One model of a run.
 *
 * @param name {@code reference}, {@code deployed} or the candidate's name; unique within a run
 * @param model the ONNX file
 * @param sha256 of the file and its external data, lower-case hexadecimal
 * @param bytes of the file and its external data
 * @param lineage how it was made, as ordered key and value; empty for a model that was brought
 *     along
 */
public record Arm(
    String name, ArmRole role, Path model, String sha256, long bytes, Map<String, String> lineage) {

  /** Copies, and keeps the order of the lineage. */
  public Arm {
    lineage = Collections.unmodifiableMap(new LinkedHashMap<>(lineage));
  }

  /** The name of the arm that holds the uncompressed model. */
  public static final String REFERENCE = "reference";

  /** The name of the arm that holds the model that ships today. */
  public static final String DEPLOYED = "deployed";
}
