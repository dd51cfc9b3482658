package dev.touchstone.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One page in the browser. */
record Tab(Chromium browser, String target, String session) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private JsonNode call(String method, ObjectNode parameters) {
    return browser.call(session, method, parameters);
  }

  /** Sets how wide the page is, in pixels of CSS. */
  void width(int width) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Chromium.object()
            .put("width", width)
            .put("height", 900)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /**
   * Sets what the page is shown on: {@code screen} or {@code print}, {@code light} or {@code dark}.
   */
  void media(String media, String scheme) {
    ObjectNode parameters = Chromium.object().put("media", media);
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme);
    call("Emulation.setEmulatedMedia", parameters);
  }

  /** Opens a file and waits until it has loaded. */
  void open(Path file) {
    call("Page.navigate", Chromium.object().put("url", file.toUri().toString()));
    await("location.href !== 'about:blank' && document.readyState === 'complete'");
  }

  /** Evaluates an expression whose value can be put as JSON. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Chromium.object().put("expression", expression).put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression holds. */
  void await(String expression) {
    for (long waited = 0; waited < PATIENCE.toMillis(); waited += 20) {
      if (evaluate(expression).asBoolean()) {
        return;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("still not so after " + PATIENCE + ": " + expression);
  }

  /** The addresses that the page asked for. */
  List<String> requests() {
    return browser.events(session).stream()
        .filter(e -> e.path("method").asText().equals("Network.requestWillBeSent"))
        .map(e -> e.path("params").path("request").path("url").asText())
        .toList();
  }

  /** What went wrong in the page, and what it complained of. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (JsonNode event : browser.events(session)) {
      JsonNode about = event.path("params");
      switch (event.path("method").asText()) {
        case "Runtime.exceptionThrown" -> errors.add(about.path("exceptionDetails").toString());
        case "Runtime.consoleAPICalled" -> {
          if (about.path("type").asText().equals("error")) {
            errors.add(about.path("args").toString());
          }
        }
        case "Log.entryAdded" -> {
          if (about.path("entry").path("level").asText().equals("error")) {
            errors.add(about.path("entry").toString());
          }
        }
        default -> {
          // every other event is no complaint
        }
      }
    }
    return errors;
  }

  @Override
  public void close() {
    browser.call("", "Target.closeTarget", Chromium.object().put("targetId", target));
  }
}
