package dev.touchstone.runner.update;

import java.util.Arrays;
import java.util.Optional;

/** Everything that the verdict of a candidate rests on. */
public enum InputKind {
  REFERENCE("reference", Stage.COMPRESS, "the reference model"),
  RECIPE("recipe", Stage.COMPRESS, "the recipe"),
  CALIBRATION("calibration", Stage.COMPRESS, "the calibration data"),
  TARGET("target", Stage.COMPRESS, "what the target's CPU can do"),
  TOOL("tool", Stage.COMPRESS, "the version of Touchstone"),
  RUNTIME("runtime", Stage.COMPRESS, "the version of ONNX Runtime"),
  /** A candidate that was brought along. */
  MODEL("model", Stage.MEASURE, "the model"),
  EVALUATION("evaluation", Stage.MEASURE, "the evaluation data"),
  PROFILE("profile", Stage.MEASURE, "the hardware profile"),
  LOAD("load", Stage.MEASURE, "the load patterns, or how models are loaded"),
  /** Only where a requirement compares with it. */
  DEPLOYED("deployed", Stage.MEASURE, "the deployed model"),
  REQUIREMENTS("requirements", Stage.JUDGE, "the requirements");

  private final String key;
  private final Stage stage;
  private final String words;

  InputKind(String key, Stage stage, String words) {
    this.key = key;
    this.stage = stage;
    this.words = words;
  }

  /** Its name in records. */
  public String key() {
    return key;
  }

  /** For people: {@code the recipe}. */
  public String words() {
    return words;
  }

  /** From where on a candidate has to begin again if it was changed. */
  public Stage stage() {
    return stage;
  }

  static Optional<InputKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }
}
