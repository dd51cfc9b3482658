package dev.touchstone.cli;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.cli.BisectStep.State;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.AskedQuestion;
import dev.touchstone.scenarios.Demand;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.DataManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Answers for one commit whether its model is worse than another: builds it, and compares the two
 * as {@code touchstone compare} does.
 *
 * @param repository that holds the commits
 * @param build how a commit becomes a model
 * @param journal what is known already
 * @param reference the model that all are compared with
 * @param question how they are compared
 * @param place whose folder takes the results
 */
record BisectJob(
    GitRepository repository,
    Build build,
    BisectJournal journal,
    Path reference,
    Question question,
    MainJob place) {

  private static final String CANDIDATE = "candidate";

  /**
   * How models are compared.
   *
   * @param profile the hardware profile's name
   * @param data labelled data, if there is any
   * @param demands what a good model keeps
   * @param attempts how often a comparison without an answer is made
   */
  record Question(String profile, Optional<DataManifest> data, List<Demand> demands, int attempts) {

    /** Copies the list. */
    Question {
      demands = List.copyOf(demands);
    }
  }

  /** Builds a commit; empty if that fails. */
  static Optional<Path> built(GitRepository repository, Build build, Path worktree, String commit) {
    Optional<Path> kept = build.kept(commit);
    if (kept.isPresent()) {
      return kept;
    }
    repository.checkOut(commit, worktree);
    return build.run(commit, worktree);
  }

  /** The state of a commit; asks nothing twice. */
  State ask(String commit) {
    Optional<BisectStep> known = journal.of(commit);
    if (known.isPresent()) {
      return known.get().state();
    }
    System.err.println("touchstone: " + repository.title(commit));
    BisectStep step = find(commit);
    Undivided.run(
        () -> {
          journal.add(step);
          return step;
        });
    System.err.println("touchstone: " + step.state() + ": " + step.evidence());
    return step.state();
  }

  private BisectStep find(String commit) {
    Optional<Path> model = built(repository, build, worktree(), commit);
    if (model.isEmpty()) {
      String why = "the build failed or left no model, see " + build.log(commit);
      return new BisectStep(commit, State.BROKEN, "", why);
    }
    String sha256 = Lineup.filesOf(model.get()).sha256();
    if (sha256.equals(Lineup.filesOf(reference).sha256())) {
      return new BisectStep(commit, State.GOOD, sha256, "it is the very same model");
    }
    Optional<BisectStep> same = journal.ofModel(sha256);
    if (same.isPresent()) {
      String why = "the same model as " + same.get().commit().substring(0, 10);
      return new BisectStep(commit, same.get().state(), sha256, why);
    }
    return measured(commit, model.get(), sha256);
  }

  private Path worktree() {
    return place.out().resolve("worktree");
  }

  private BisectStep measured(String commit, Path model, String sha256) {
    Verdict verdict = compared(commit, model, 1);
    for (int attempt = 2; attempt <= question.attempts() && !isDecided(verdict); attempt++) {
      System.err.println("touchstone: " + verdict.outcome() + "; measuring once more");
      verdict = compared(commit, model, attempt);
    }
    State state =
        switch (verdict.outcome()) {
          case PASS -> State.GOOD;
          case FAIL -> State.BAD;
          default -> State.UNDECIDED;
        };
    return new BisectStep(commit, state, sha256, evidence(verdict));
  }

  private static boolean isDecided(Verdict verdict) {
    return verdict.outcome() == Outcome.PASS || verdict.outcome() == Outcome.FAIL;
  }

  private Verdict compared(String commit, Path model, int attempt) {
    ModelFile.requireSameInputs(reference, List.of(model));
    ReadyModel candidate = new ReadyModel(CANDIDATE, model);
    Scenario scenario =
        new AskedQuestion(
                "bisect-" + commit.substring(0, 10),
                reference,
                List.of(candidate),
                question.profile(),
                question.data(),
                question.demands())
            .scenario();
    Path folder = place.out().resolve("comparisons").resolve(commit);
    return place
        .in(attempt == 1 ? folder : folder.resolveSibling(commit + "-" + attempt), attempt)
        .run(
            scenario,
            Lineup.broughtAlong(reference, List.of(candidate)),
            VerdictPrinter::printComparison);
  }

  /** The findings that decided it, worst first. */
  private static String evidence(Verdict verdict) {
    List<String> violations = verdict.run().environment().violations();
    if (!violations.isEmpty()) {
      return String.join(" ", violations);
    }
    return verdict.findings().stream()
        .filter(finding -> finding.outcome() == verdict.outcome())
        .map(Finding::reason)
        .filter(reason -> !reason.isBlank())
        .findFirst()
        .orElse("no worse in what was asked")
        .replace('\n', ' ');
  }

  /** Removes the worktree; the models and comparisons stay. */
  void cleanUp() {
    repository.remove(worktree());
  }

  /** The model of the good commit, which nothing can be compared without. */
  static Path good(GitRepository repository, Build build, Path worktree, String commit) {
    return built(repository, build, worktree, commit)
        .orElseThrow(
            () ->
                new RejectedException(
                    "--good: %s cannot be built; its output: %s"
                        .formatted(repository.title(commit), build.log(commit))));
  }
}
