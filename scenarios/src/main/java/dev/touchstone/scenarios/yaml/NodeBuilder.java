package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Turns the events of a YAML parser into nodes.
 *
 * <p>Works from events and not from the parser's own nodes, because those are composed by recursion
 * without a bound: a file of opening brackets would end in a stack overflow.
 */
final class NodeBuilder {

  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 20_000;

  private final String name;
  private final Iterator<Event> events;
  private final Problems problems;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private int nodes;

  /** Ends a reading that has nothing more to find. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super(null, null, false, false);
    }
  }

  NodeBuilder(String name, Iterator<Event> events, Problems problems) {
    this.name = name;
    this.events = events;
    this.problems = problems;
  }

  /** The root of the only document; empty if there is none. */
  Optional<YamlNode> build() {
    try {
      return document();
    } catch (Abandoned e) {
      return Optional.empty();
    }
  }

  private Optional<YamlNode> document() {
    Optional<YamlNode> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node && root.isEmpty()) {
        root = Optional.of(node(node, "", 0));
      } else if (event.getEventId() == Event.ID.DocumentStart && root.isPresent()) {
        problems.add(
            at(event), "a second document begins here, and one is allowed", "split the file");
        return root;
      }
    }
    if (root.isEmpty()) {
      problems.add(new Location(name, 1, 1), "the file is empty", "");
    }
    return root;
  }

  private YamlNode node(NodeEvent event, String path, int depth) {
    count(at(event));
    if (depth > DEEPEST) {
      throw abandon(at(event), "is nested deeper than " + DEEPEST + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias, path);
    }
    YamlNode made;
    if (event instanceof ScalarEvent scalar) {
      rejectTag(scalar.getTag(), event);
      made = new YamlScalar(scalar.getValue(), !scalar.isPlain(), at(event), path);
    } else {
      rejectTag(((CollectionStartEvent) event).getTag(), event);
      made =
          event.getEventId() == Event.ID.SequenceStart
              ? sequence(event, path, depth)
              : mapping(event, path, depth);
    }
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), made));
    return made;
  }

  private YamlSequence sequence(Event start, String path, int depth) {
    List<YamlNode> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node((NodeEvent) event, path + "[" + items.size() + "]", depth + 1));
      event = events.next();
    }
    return new YamlSequence(items, at(start), path);
  }

  private YamlMapping mapping(Event start, String path, int depth) {
    Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      YamlNode key = node((NodeEvent) event, path, depth + 1);
      String word = key instanceof YamlScalar scalar ? scalar.text() : "?";
      String inner = path.isEmpty() ? word : path + "." + word;
      YamlNode value = node((NodeEvent) events.next(), inner, depth + 1);
      if (!(key instanceof YamlScalar scalar)) {
        problems.add(key.problem(key.found() + " stands where a key belongs; a key is a text"));
      } else if (entries.containsKey(word)) {
        Location first = entries.get(word).key().location();
        String message = "the key " + Words.quoted(word) + " stands here a second time";
        problems.add(key.problem(message, "the first is in line " + first.line()));
      } else {
        YamlScalar placed = new YamlScalar(word, scalar.quoted(), scalar.location(), inner);
        entries.put(word, new YamlMapping.Entry(placed, value));
      }
      event = events.next();
    }
    return new YamlMapping(List.copyOf(entries.values()), at(start), path);
  }

  private YamlNode aliased(AliasEvent alias, String path) {
    String anchor = alias.getAlias().getValue();
    YamlNode target = anchors.get(anchor);
    if (target == null) {
      String hint = "define it earlier with &" + anchor + ", outside of itself";
      problems.add(at(alias), "the alias " + Words.quoted("*" + anchor) + " has no anchor", hint);
      return new YamlScalar("", false, at(alias), path);
    }
    return copy(target, path, at(alias));
  }

  /** Copies, so that a problem names the path of the use; the place stays that of the text. */
  private YamlNode copy(YamlNode node, String path, Location use) {
    count(use);
    if (node instanceof YamlSequence list) {
      List<YamlNode> items = new ArrayList<>();
      for (YamlNode item : list.items()) {
        items.add(copy(item, path + "[" + items.size() + "]", use));
      }
      return new YamlSequence(items, list.location(), path);
    }
    if (node instanceof YamlMapping mapping) {
      List<YamlMapping.Entry> entries = new ArrayList<>();
      for (YamlMapping.Entry entry : mapping.entries()) {
        YamlScalar key = entry.key();
        String inner = path.isEmpty() ? key.text() : path + "." + key.text();
        entries.add(
            new YamlMapping.Entry(
                new YamlScalar(key.text(), key.quoted(), key.location(), inner),
                copy(entry.value(), inner, use)));
      }
      return new YamlMapping(entries, mapping.location(), path);
    }
    YamlScalar scalar = (YamlScalar) node;
    return new YamlScalar(scalar.text(), scalar.quoted(), scalar.location(), path);
  }

  private void rejectTag(Optional<String> tag, Event event) {
    tag.filter(t -> !t.equals("!")) // "!" alone says "a text", which everything is
        .ifPresent(
            t ->
                problems.add(
                    at(event), "the tag " + Words.quoted(t) + " has no use here", "remove it"));
  }

  private void count(Location location) {
    nodes++;
    if (nodes > MOST_NODES) {
      throw abandon(location, "the file has more than " + MOST_NODES + " nodes, aliases expanded");
    }
  }

  private Abandoned abandon(Location location, String message) {
    problems.add(new Problem(location, message, ""));
    return new Abandoned();
  }

  private Location at(Event event) {
    return event
        .getStartMark()
        .map(mark -> YamlReader.location(mark, name))
        .orElse(new Location(name, 1, 1));
  }
}
