package dev.touchstone.runner.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that the build wrote beside this class. */
public final class ToolVersion {

  private ToolVersion() {}

  /** Such as {@code 1.2.0}. */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream in = ToolVersion.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "the distribution lacks version.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version of this distribution", e);
    }
    return properties.getProperty("version", "");
  }
}
