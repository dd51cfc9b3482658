package dev.touchstone.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A growing piece of HTML in which text from outside can only come in escaped. */
final class Html {

  private final StringBuilder out = new StringBuilder();
  private final List<String> sections = new ArrayList<>();

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

  /** Begins a section that the page's list of contents leads to. */
  Html section(String title) {
    sections.add(title);
    return raw("<h2 id=\"" + anchor(title) + "\">").text(title).raw("</h2>\n");
  }

  /** The titles of the sections so far. */
  List<String> sections() {
    return List.copyOf(sections);
  }

  /** The name under which a section is found in the page. */
  static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
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
