package dev.touchstone.runner;

import dev.touchstone.baselines.ColdStart;
import dev.touchstone.runner.process.Launch;
import dev.touchstone.runner.process.WorkerLauncher;
import dev.touchstone.scenarios.Loading;
import dev.touchstone.scenarios.PageCache;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How models came into the runtime, and into what process, as facts of the environment. */
final class LoadingFacts {

  private LoadingFacts() {}

  /**
   * The facts.
   *
   * @param notDropped why the page cache could not be dropped, if it was to be
   */
  static Map<String, String> of(Loading loading, Optional<String> notDropped) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("worker.heap", Launch.HEAP_MEBIBYTES + " MiB");
    facts.put("worker.malloc", WorkerLauncher.mallocSettings(System.getenv()));
    facts.put("loading.from", loading.source().name().toLowerCase(Locale.ROOT));
    loading.options().forEach((key, value) -> facts.put("loading." + key, value));
    facts.put(ColdStart.PAGE_CACHE, pageCache(loading.pageCache(), notDropped));
    return facts;
  }

  private static String pageCache(PageCache asked, Optional<String> notDropped) {
    if (asked == PageCache.WARM) {
      return "warm";
    }
    return notDropped
        .map(reason -> ColdStart.NOT_DROPPED + reason)
        .orElse("dropped for the model's files, checked with fincore");
  }
}
