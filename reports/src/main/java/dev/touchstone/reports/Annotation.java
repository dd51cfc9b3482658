package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A requirement that does not hold, or a run that says nothing, as a remark at a line of the
 * scenario file.
 *
 * @param rule what kind of remark it is: the metric's key, or {@link #CONDITIONS}
 * @param outcome anything but PASS
 * @param message one line for people
 * @param fingerprint 32 hexadecimal digits that stay the same from run to run while the same
 *     requirement of the same scenario and profile is open for the same candidate and slice,
 *     whatever its limit, its line and the numbers
 */
record Annotation(Place place, String rule, Outcome outcome, String message, String fingerprint) {

  /** The rule of the remark that a run's conditions were not met. */
  static final String CONDITIONS = "run-conditions";

  private static final int DIGITS = 32;

  /** All remarks about a verdict: the conditions first, then the findings in their order. */
  static List<Annotation> of(Verdict verdict) {
    List<Annotation> all = new ArrayList<>();
    Conditions conditions = Conditions.of(verdict);
    boolean invalid = conditions.outcome() == Outcome.INVALID;
    if (invalid) {
      all.add(conditions(verdict, conditions));
    }
    verdict.findings().stream()
        .filter(finding -> finding.outcome() != Outcome.PASS)
        .forEach(finding -> all.add(finding(verdict.run(), finding, invalid)));
    return List.copyOf(all);
  }

  private static Annotation conditions(Verdict verdict, Conditions conditions) {
    RunResult run = verdict.run();
    return new Annotation(
        Place.ofScenario(run),
        CONDITIONS,
        Outcome.INVALID,
        Plain.line("INVALID run: " + String.join(" ", conditions.reasons())),
        fingerprint(run, CONDITIONS));
  }

  /** What failed in a run that says nothing is not known to be bad. */
  private static Annotation finding(RunResult run, Finding finding, boolean invalid) {
    Requirement requirement = finding.requirement();
    Outcome outcome =
        invalid && finding.outcome() == Outcome.FAIL ? Outcome.INVALID : finding.outcome();
    String budget =
        run.environment().budgets().contains(requirement)
            ? " (budget of the profile, " + requirement.location() + ")"
            : "";
    String message =
        finding.arm()
            + ": "
            + outcome
            + " "
            + Wording.subject(finding)
            + ", limit "
            + Wording.limit(requirement.rule())
            + budget
            + ". "
            + finding.reason();
    return new Annotation(
        Place.of(requirement, run),
        requirement.metric().key(),
        outcome,
        Plain.line(message),
        fingerprint(
            run,
            finding.arm(),
            requirement.metric().key(),
            requirement.load().orElse(""),
            requirement.forEach().orElse(""),
            form(requirement.rule()),
            finding.slice()));
  }

  private static String form(Rule rule) {
    String kind = rule.getClass().getSimpleName();
    if (rule instanceof Rule.Against against) {
      return kind + " " + against.baseline().key();
    }
    return rule instanceof Rule.GainAtLeast gain ? kind + " " + gain.baseline().key() : kind;
  }

  private static String fingerprint(RunResult run, String... parts) {
    StringBuilder text = new StringBuilder("touchstone 1");
    for (String part : List.of(run.scenarioName(), run.profileName(), String.join("\0", parts))) {
      text.append('\0').append(part);
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
