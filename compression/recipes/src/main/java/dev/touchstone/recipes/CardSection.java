package dev.touchstone.recipes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a copy of a card tells beside what was known when the candidate was made, such as what was
 * measured of it.
 *
 * @param key of the JSON card's field
 * @param json its value
 * @param markdown the same for people: a section that begins with its heading and ends with a line
 *     feed; blank if another section tells it
 */
public record CardSection(String key, ObjectNode json, String markdown) {}
