package dev.touchstone.reports;

/** A growing piece of HTML in which text from outside can only come in escaped. */
final class Html {

  private final StringBuilder out = new StringBuilder();

  /** Adds markup of our own. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text from anywhere. */
  Html text(String text) {
    out.append(Xml.attribute(text));
    return this;
  }

  /** Adds an element that holds nothing but text. */
  Html element(String tag, String text) {
    return open(tag).text(text).raw("</" + name(tag) + ">");
  }

  /** Adds a line that ends an element. */
  Html close(String tag) {
    return raw("</" + tag + ">\n");
  }

  /** Opens an element; {@code td.num} is a {@code td} of class {@code num}. */
  Html open(String tag) {
    int dot = tag.indexOf('.');
    String classes = dot < 0 ? "" : " class=\"" + tag.substring(dot + 1).replace('.', ' ') + "\"";
    return raw("<" + name(tag) + classes + ">");
  }

  private static String name(String tag) {
    int dot = tag.indexOf('.');
    return dot < 0 ? tag : tag.substring(0, dot);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
