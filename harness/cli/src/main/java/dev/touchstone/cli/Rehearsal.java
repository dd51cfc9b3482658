package dev.touchstone.cli;

import dev.touchstone.scenarios.BundledScenarios;
import java.nio.file.Path;

/**
 * Compresses the model that comes with the product, as a user would: the script {@code
 * touchstone-prepare} lets Java keep the classes that are loaded meanwhile.
 */
final class Rehearsal {

  private static final String TASK = "surface-defects";

  private Rehearsal() {}

  /**
   * Compresses.
   *
   * @param args the folder that takes the model and what comes of it
   */
  public static void main(String[] args) {
    System.exit(in(Path.of(args[0])).number());
  }

  static ExitCode in(Path folder) {
    Path scenario = BundledScenarios.materialize(TASK, folder.resolve("task"));
    int code =
        Main.run(
            "compress",
            scenario.resolveSibling(TASK + ".onnx").toString(),
            "--recipe=int8-static",
            "--data=" + TASK + "-calibration",
            "--samples=32",
            "--out=" + folder.resolve("int8.onnx"));
    return code == ExitCode.PASS.number() ? ExitCode.PASS : ExitCode.INTERNAL_ERROR;
  }
}
