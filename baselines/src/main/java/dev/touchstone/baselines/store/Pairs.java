package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Memory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects fork pairs as the rows of their tables are read. */
final class Pairs {

  private final Map<String, Map<Integer, Partial>> campaigns = new LinkedHashMap<>();

  /** What is known of one pair so far. */
  private record Partial(
      Map<String, Map<Integer, Observations>> rounds, Map<String, Memory> memory) {

    ForkPair whole(int index) {
      Map<String, List<Block>> blocks = new LinkedHashMap<>();
      rounds.forEach(
          (arm, byRound) ->
              blocks.put(arm, byRound.values().stream().map(Observations::toBlock).toList()));
      return new ForkPair(index, blocks, memory);
    }
  }

  void put(String campaign, int pair, String arm, Memory memory) {
    partial(campaign, pair).memory().put(arm, memory);
  }

  void add(String campaign, int pair, String arm, int round, Table.Row row) {
    partial(campaign, pair)
        .rounds()
        .computeIfAbsent(arm, a -> new TreeMap<>())
        .computeIfAbsent(round, r -> new Observations())
        .add(row);
  }

  List<ForkPair> of(String campaign) {
    return campaigns.getOrDefault(campaign, Map.of()).entrySet().stream()
        .map(entry -> entry.getValue().whole(entry.getKey()))
        .toList();
  }

  private Partial partial(String campaign, int pair) {
    return campaigns
        .computeIfAbsent(campaign, c -> new TreeMap<>())
        .computeIfAbsent(pair, p -> new Partial(new LinkedHashMap<>(), new LinkedHashMap<>()));
  }
}
