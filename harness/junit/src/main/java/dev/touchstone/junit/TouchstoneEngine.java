package dev.touchstone.junit;

import dev.touchstone.runner.job.ToolVersion;
import dev.touchstone.runner.plan.PlanSettings;
import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * Shows every requirement of every scenario as a test.
 *
 * <p>Finding tests reads scenario files and measures nothing. Running them compresses, measures and
 * judges each scenario once, in which {@code touchstone run} and this engine do the same, and then
 * tells what was found for each requirement.
 */
public final class TouchstoneEngine implements TestEngine {

  /** What the engine is called where engines are chosen. */
  public static final String ID = "touchstone";

  private final PlanSettings plan;

  /** For the platform, which finds it as a service. */
  public TouchstoneEngine() {
    this(PlanSettings.STANDARD);
  }

  /** Measures more or less than usual. */
  TouchstoneEngine(PlanSettings plan) {
    this.plan = plan;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Optional<String> getGroupId() {
    return Optional.of("dev.touchstone");
  }

  @Override
  public Optional<String> getArtifactId() {
    return Optional.of("touchstone-junit");
  }

  @Override
  public Optional<String> getVersion() {
    return Optional.of(ToolVersion.number());
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    EngineDescriptor root = new EngineDescriptor(id, "Touchstone");
    new Discovery(request, root).discover();
    return root;
  }

  @Override
  public void execute(ExecutionRequest request) {
    new Execution(plan, request.getEngineExecutionListener())
        .container(request.getRootTestDescriptor());
  }
}
