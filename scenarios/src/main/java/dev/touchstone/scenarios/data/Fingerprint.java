package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SHA-256 of values that are fed to it one after the other. Not thread-safe. */
final class Fingerprint {

  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest itself, for bytes whose number is known from what was fed before. */
  MessageDigest digest() {
    return digest;
  }

  Fingerprint number(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    return this;
  }

  /** Feeds a text and its length, so that no two sequences of texts look alike. */
  Fingerprint text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Feeds the labels of the first samples. */
  Fingerprint labels(Optional<Labels> labels, int samples) {
    if (labels.isEmpty()) {
      return text("unlabeled");
    }
    if (labels.get() instanceof Labels.Classes classes) {
      text("classes").number(classes.names().size());
      classes.names().forEach(this::text);
      for (int i = 0; i < samples; i++) {
        number(classes.at(i));
      }
    } else if (labels.get() instanceof Labels.Values values) {
      text("values");
      for (int i = 0; i < samples; i++) {
        number(Double.doubleToLongBits(values.at(i)));
      }
    }
    return this;
  }

  /** Feeds the slices of the first samples. */
  Fingerprint slices(Map<String, List<String>> slices, int samples) {
    number(slices.size());
    slices.forEach(
        (column, values) -> {
          text(column);
          values.subList(0, samples).forEach(this::text);
        });
    return this;
  }

  /** Feeds nothing for samples without marks, so that their fingerprints stay what they were. */
  Fingerprint marks(SampleMarks marks) {
    if (!marks.parents().byColumn().isEmpty()) {
      text("parents").text(marks.parents().byColumn().toString());
    }
    if (!marks.golden().isEmpty()) {
      text("golden").number(marks.golden().size());
      marks.golden().forEach(this::number);
    }
    marks.clusters().ifPresent(clusters -> clusters.forEach(text("clusters")::text));
    return this;
  }

  /** Lower-case hexadecimal; nothing can be fed afterwards. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
