package dev.touchstone.runner.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The versions that the build wrote beside this class. */
public final class ToolVersion {

  private ToolVersion() {}

  /** Such as {@code 1.2.0}. */
  public static String number() {
    return property("version");
  }

  /** That of the ONNX Runtime in this distribution; known without loading it. */
  public static String runtime() {
    return property("onnxruntime");
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = ToolVersion.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "the distribution lacks version.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version of this distribution", e);
    }
    return properties.getProperty(name, "");
  }
}
