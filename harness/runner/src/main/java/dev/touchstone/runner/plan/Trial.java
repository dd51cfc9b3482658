package dev.touchstone.runner.plan;

import dev.touchstone.scenarios.LoadPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One thing to do in one worker, or for a fork pair in one worker for each arm. */
public sealed interface Trial {

  /** The name in faults, such as {@code pair 7 of int8-static}. */
  String label();

  /** The arms that take part. */
  List<String> arms();

  /** Which part of a run it belongs to. */
  Phase phase();

  /** About how long it takes. */
  default Duration expected(PlanSettings settings) {
    return phase().expected(settings).multipliedBy(Math.max(1, arms().size()));
  }

  /** Memory of a worker that loads no model. */
  record Floor() implements Trial {
    @Override
    public String label() {
      return "memory floor";
    }

    @Override
    public List<String> arms() {
      return List.of();
    }

    @Override
    public Phase phase() {
      return Phase.FLOOR;
    }
  }

  /** What one arm answers to every sample of the evaluation data. */
  record Quality(String arm) implements Trial {
    @Override
    public String label() {
      return "quality";
    }

    @Override
    public List<String> arms() {
      return List.of(arm);
    }

    @Override
    public Phase phase() {
      return Phase.QUALITY;
    }
  }

  /**
   * One arm alone under one load pattern, in steady state.
   *
   * @param seed of the arrivals, where they are random
   */
  record Solo(String arm, LoadPattern load, long seed) implements Trial {
    @Override
    public String label() {
      return "solo " + load.key();
    }

    @Override
    public List<String> arms() {
      return List.of(arm);
    }

    @Override
    public Phase phase() {
      return Phase.SOLO;
    }

    @Override
    public Duration expected(PlanSettings settings) {
      return load instanceof LoadPattern.Sustained sustained
          ? Duration.ofNanos(sustained.durationNanos())
          : Trial.super.expected(settings);
    }
  }

  /**
   * One start of one arm, up to the end of the first inference.
   *
   * @param index counted from 0, for each arm
   */
  record Cold(String arm, int index) implements Trial {

    /** The quad that it belongs to, counted from 0: the first two starts of each arm are one. */
    public int quad() {
      return index / 2;
    }

    @Override
    public String label() {
      return "cold start " + (index + 1);
    }

    @Override
    public List<String> arms() {
      return List.of(arm);
    }

    @Override
    public Phase phase() {
      return Phase.COLD_START;
    }
  }

  /**
   * One arm on a power sensor, at rest and then under a load pattern.
   *
   * @param round counted from 0; the arms of one round are compared
   * @param seed of the arrivals, where they are random
   */
  record Energy(String arm, LoadPattern load, int round, long seed) implements Trial {
    @Override
    public String label() {
      return "energy " + (round + 1);
    }

    @Override
    public List<String> arms() {
      return List.of(arm);
    }

    @Override
    public Phase phase() {
      return Phase.ENERGY;
    }
  }

  /**
   * One replicate of a paired comparison.
   *
   * @param candidate that is compared
   * @param index counted from 0, for each candidate
   * @param startOrder all its arms in the order in which their workers are started
   * @param padding for each arm how many bytes its environment is made longer
   * @param seed of the order of the rounds
   */
  record Pair(
      String candidate, int index, List<String> startOrder, Map<String, Integer> padding, long seed)
      implements Trial {

    /** Copies the collections. */
    public Pair {
      startOrder = List.copyOf(startOrder);
      padding = Map.copyOf(padding);
    }

    /** The same pair with only some of its arms, in the same order. */
    public Pair among(Predicate<String> kept) {
      return new Pair(candidate, index, startOrder.stream().filter(kept).toList(), padding, seed);
    }

    @Override
    public String label() {
      return "pair " + (index + 1) + " of " + candidate;
    }

    @Override
    public List<String> arms() {
      return startOrder;
    }

    @Override
    public Phase phase() {
      return Phase.PAIRS;
    }
  }
}
