package dev.touchstone.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A browser without a window, spoken to in the Chrome DevTools Protocol. It can reach no host: a
 * page that tries is found out, and leaves no trace anywhere.
 */
final class Chromium implements AutoCloseable {

  /** Names the browser to use. */
  static final String VARIABLE = "TOUCHSTONE_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> calls;
  private final List<JsonNode> events;
  private final AtomicInteger last = new AtomicInteger();

  private Chromium(Process process, WebSocket socket, Listener listener) {
    this.process = process;
    this.socket = socket;
    this.calls = listener.calls;
    this.events = listener.events;
  }

  /** The browser that the environment names, or else the first on the path. */
  static Optional<Path> find() {
    String named = System.getenv().getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return NAMES.stream()
        .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(d -> Path.of(d, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the browser.
   *
   * @param profile an empty folder for what it keeps
   */
  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // which needs rights that a build in a container lacks
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-extensions",
                "--disable-component-update",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    try {
      Listener listener = new Listener();
      WebSocket socket =
          HttpClient.newBuilder()
              .proxy(HttpClient.Builder.NO_PROXY)
              .build()
              .newWebSocketBuilder()
              .buildAsync(address(process, profile), listener)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Chromium(process, socket, listener);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The browser writes the port that it was given, and the path, into its profile. */
  private static URI address(Process process, Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    for (long waited = 0; waited < PATIENCE.toMillis(); waited += 50) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 2) {
          return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        }
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.sleep(50);
    }
    String output = Files.readString(profile.resolve("output.txt"));
    throw new IOException("the browser did not open a port for its protocol: " + output);
  }

  /** Opens an empty tab. */
  Tab open() {
    String target =
        call("", "Target.createTarget", object().put("url", "about:blank"))
            .path("targetId")
            .asText();
    ObjectNode attach = object().put("targetId", target).put("flatten", true);
    String session = call("", "Target.attachToTarget", attach).path("sessionId").asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(session, domain + ".enable", object());
    }
    return new Tab(this, target, session);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Sends a command and waits for its answer. */
  JsonNode call(String session, String method, ObjectNode parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    calls.put(id, answer);
    ObjectNode message = object().put("id", id).put("method", method);
    message.set("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    try {
      socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      JsonNode node = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (node.has("error")) {
        throw new IllegalStateException(method + ": " + node.get("error"));
      }
      return node.path("result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + ": the browser gave no answer", e);
    }
  }

  /** What a tab has told since it was opened. */
  List<JsonNode> events(String session) {
    return events.stream().filter(e -> e.path("sessionId").asText().equals(session)).toList();
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }

  /** Puts the parts of messages together, and hands them to whoever waits for them. */
  private static final class Listener implements WebSocket.Listener {

    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<String> parts = new ArrayList<>();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      parts.add(data.toString());
      if (isLast) {
        receive(String.join("", parts));
        parts.clear();
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void receive(String text) {
      try {
        JsonNode message = MAPPER.readTree(text);
        CompletableFuture<JsonNode> call = calls.remove(message.path("id").asInt());
        if (call == null) {
          events.add(message);
        } else {
          call.complete(message);
        }
      } catch (IOException e) {
        throw new IllegalStateException("the browser sent no JSON: " + text, e);
      }
    }
  }
}
