package dev.touchstone.reports;

/** Text from outside, made fit for XML and HTML. */
final class Xml {

  private Xml() {}

  /**
   * Escapes for element content and for attribute values in either kind of quotes. Line feeds and
   * tabs stay; every other control character is shown as {@link Plain#line} shows it, since XML 1.0
   * (section 2.2) has no way to hold it.
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (String line : text.split("(?<=[\n\t])|(?=[\n\t])", -1)) {
      out.append(line.equals("\n") || line.equals("\t") ? line : markup(Plain.line(line)));
    }
    return out.toString();
  }

  private static String markup(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Escapes for an attribute: on one line. */
  static String attribute(String text) {
    return markup(Plain.line(text));
  }
}
