package dev.touchstone.junit;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.MachineBusyException;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.Requirement;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;

/**
 * Runs every selected scenario once, and reports what was selected of it.
 *
 * @param plan how much is measured
 * @param listener hears everything
 */
record Execution(PlanSettings plan, EngineExecutionListener listener) {

  private static final Logger LOGGER = System.getLogger("dev.touchstone.junit");

  /** Of a descriptor whose children are classes, scenarios, or what could not be read. */
  void container(TestDescriptor container) {
    listener.executionStarted(container);
    for (TestDescriptor child : List.copyOf(container.getChildren())) {
      if (child instanceof ScenarioContainer scenario) {
        scenario(scenario);
      } else if (child instanceof FaultyTest faulty) {
        listener.executionStarted(faulty);
        listener.executionFinished(faulty, TestExecutionResult.failed(faulty.reason()));
      } else {
        container(child);
      }
    }
    listener.executionFinished(container, TestExecutionResult.successful());
  }

  private void scenario(ScenarioContainer scenario) {
    listener.executionStarted(scenario);
    listener.executionFinished(scenario, examined(scenario));
  }

  private TestExecutionResult examined(ScenarioContainer scenario) {
    Settings settings = scenario.settings();
    // What is selected of a scenario must not look like its whole result.
    Path out = settings.out().resolve(scenario.name() + (scenario.isWhole() ? "" : "-selected"));
    long seed = settings.seed().orElseGet(() -> Clock.systemUTC().millis());
    listener.reportingEntryPublished(
        scenario, ReportEntry.from("touchstone.seed", Long.toString(seed)));
    Folders folders = new Folders(Folders.of(System.getenv()).cache(), settings.store());
    ScenarioRun run =
        new ScenarioRun(folders, seed, plan, out, settings.patience(), Execution::notice);
    Verdict verdict;
    try {
      verdict = DeepStack.call("touchstone " + scenario.name(), () -> run.run(scenario.selected()));
    } catch (MachineBusyException e) {
      TestExecutionResult busy = settings.undecided().result(String.valueOf(e.getMessage()));
      scenario.candidates().forEach(candidate -> unanswered(candidate, busy));
      return TestExecutionResult.successful();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TestExecutionResult.aborted(e);
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return TestExecutionResult.failed(e);
    }
    Path report = out.resolve("report.html");
    scenario
        .candidates()
        .forEach(
            each ->
                candidate(
                    each, Answer.of(verdict, each.candidate(), report, settings.undecided())));
    return TestExecutionResult.successful();
  }

  /** Told of every test: Surefire passes over a container that is aborted without a word. */
  private void unanswered(CandidateContainer candidate, TestExecutionResult why) {
    listener.executionStarted(candidate);
    for (RequirementTest requirement : candidate.requirements()) {
      listener.executionStarted(requirement);
      if (requirement.isContainer()) {
        FindingTest all = FindingTest.ofSlice(requirement, "");
        requirement.addChild(all);
        listener.dynamicTestRegistered(all);
        listener.executionStarted(all);
        listener.executionFinished(all, why);
      }
      listener.executionFinished(
          requirement, requirement.isContainer() ? TestExecutionResult.successful() : why);
    }
    listener.executionFinished(candidate, TestExecutionResult.successful());
  }

  private static void notice(String line) {
    LOGGER.log(Logger.Level.INFO, line);
  }

  private void candidate(CandidateContainer candidate, List<Answer> answers) {
    listener.executionStarted(candidate);
    Set<Requirement> stated = new HashSet<>();
    for (RequirementTest test : candidate.requirements()) {
      stated.add(test.requirement());
      requirement(
          test,
          answers.stream()
              .filter(a -> a.finding().requirement().equals(test.requirement()))
              .toList());
    }
    if (candidate.isWhole()) {
      answers.stream()
          .filter(a -> !stated.contains(a.finding().requirement()))
          .forEach(a -> later(candidate, FindingTest.implied(candidate, a.finding()), a));
    }
    listener.executionFinished(candidate, TestExecutionResult.successful());
  }

  private void requirement(RequirementTest requirement, List<Answer> answers) {
    if (answers.isEmpty()) {
      listener.executionSkipped(
          requirement,
          "there is nothing to compare with: no model is deployed yet; promote a candidate with"
              + " \"touchstone baseline promote\"");
    } else if (requirement.isTest()) {
      test(requirement, answers.get(0));
    } else {
      slices(requirement, answers);
    }
  }

  private void slices(RequirementTest requirement, List<Answer> answers) {
    listener.executionStarted(requirement);
    // What is said of none of the slices is said of each of them.
    List<Answer> selected =
        answers.stream()
            .filter(
                a ->
                    a.finding().slice().isEmpty()
                        || requirement.isSelected(FindingTest.id(requirement, a.finding().slice())))
            .toList();
    selected.forEach(
        a -> later(requirement, FindingTest.ofSlice(requirement, a.finding().slice()), a));
    listener.executionFinished(
        requirement,
        selected.isEmpty()
            ? TestExecutionResult.failed(requirement.sliceNotJudged())
            : TestExecutionResult.successful());
  }

  /** A test that is known only now. */
  private void later(TestDescriptor parent, FindingTest test, Answer answer) {
    parent.addChild(test);
    listener.dynamicTestRegistered(test);
    test(test, answer);
  }

  private void test(TestDescriptor test, Answer answer) {
    listener.executionStarted(test);
    listener.reportingEntryPublished(test, answer.entry());
    listener.executionFinished(test, answer.result());
  }
}
