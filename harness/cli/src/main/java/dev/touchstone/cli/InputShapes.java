package dev.touchstone.cli;

import dev.touchstone.runner.job.RejectedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Sizes of inputs that a model's file leaves open. */
final class InputShapes {

  private static final long LARGEST = 1L << 32;

  @Option(
      names = "--shape",
      paramLabel = "NAME=SIZES",
      description =
          "Shape of an input with its batch dimension, such as input=1x3x224x224, for sizes that"
              + " the file leaves open (default: 1 for each). May be repeated.")
  private Map<String, String> given = new LinkedHashMap<>();

  /**
   * What was given.
   *
   * @throws RejectedException if a shape is none
   */
  Map<String, List<Long>> values() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    given.forEach((name, text) -> shapes.put(name, sizes(text)));
    return shapes;
  }

  private static List<Long> sizes(String text) {
    if (!text.matches("[0-9]{1,10}(x[0-9]{1,10})*")) {
      throw new RejectedException(
          "--shape: \"" + text + "\" is no shape; write it like 1x3x224x224");
    }
    List<Long> sizes = Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList();
    long elements = 1;
    for (long size : sizes) {
      elements = size == 0 || elements > LARGEST / size ? LARGEST + 1 : elements * size;
    }
    if (elements > LARGEST) {
      throw new RejectedException(
          "--shape: \"" + text + "\" must have sizes of at least 1 and at most 2^32 elements");
    }
    return sizes;
  }
}
