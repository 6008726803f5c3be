package belfry.gluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import belfry.gluster.Agreement.Step;
import belfry.gluster.files.Config;
import belfry.gluster.files.Folders;
import belfry.gluster.files.Refusal;
import belfry.gluster.files.Webhooks;
import belfry.gluster.files.Webhooks.Webhook;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the hub has in common with the files that it shares with Gluster's programs. A file that
 * cannot be read leaves what was read last in force. Thread-safe.
 */
final class Shared {
  private static final System.Logger LOG = System.getLogger(Shared.class.getName());

  private final Webhooks webhooks;
  private final Config config;
  private final Deliveries deliveries;

  /** What both sides had when they last agreed. */
  private Map<String, Webhook> agreed;

  private SortedMap<String, String> troubles = new TreeMap<>();
  private volatile EventsLogWriter.Wanted wanted = new EventsLogWriter.Wanted(LogLevel.INFO, true);

  Shared(Folders folders, Deliveries deliveries) throws IOException {
    webhooks = new Webhooks(folders.events());
    config = new Config(folders.events(), folders.settings());
    this.deliveries = deliveries;
    agreed = new LinkedHashMap<>(deliveries.webhooks());
  }

  /** What of the events log the settings ask for. */
  EventsLogWriter.Wanted wanted() {
    return wanted;
  }

  /** The webhooks that both sides have. */
  synchronized List<String> urls() {
    return List.copyOf(agreed.keySet());
  }

  /** Whether reading again may change something although no file was touched. */
  synchronized boolean isStale() throws IOException {
    return !troubles.isEmpty() || !deliveries.webhooks().equals(agreed);
  }

  /**
   * Reads the files, and makes webhooks and subscriptions agree.
   *
   * @return what is in the way, by file or URL; empty if nothing is
   */
  synchronized SortedMap<String, String> read() {
    var found = new TreeMap<String, String>();
    try {
      boolean quiet = config.flag(Config.QUIET_NAME);
      wanted =
          new EventsLogWriter.Wanted(LogLevel.of(config.get(Config.LEVEL_NAME).text()), !quiet);
    } catch (Refusal e) {
      found.put(Config.FILE, e.text());
    }
    try {
      agree(found);
    } catch (Refusal e) {
      found.put(Webhooks.FILE, e.text());
    } catch (IOException e) {
      found.put(Webhooks.FILE, String.valueOf(e.getMessage()));
    }
    tell(found);
    troubles = found;
    return found;
  }

  private void agree(Map<String, String> found) throws Refusal, IOException {
    if (!agreed.isEmpty() && !webhooks.exist()) {
      throw new Refusal(
          Refusal.FAILED,
          Webhooks.FILE + ": gone (expected: a file; one with {} in it ends all webhooks)");
    }
    var file = new LinkedHashMap<String, Webhook>();
    webhooks.all().forEach((url, webhook) -> file.put(url, webhook.effective()));
    var now = new LinkedHashMap<>(file);
    for (Step step : Agreement.steps(agreed, file, deliveries.webhooks())) {
      try {
        take(step, now);
      } catch (Deliveries.Unfit e) {
        found.put(step.url(), String.valueOf(e.getMessage()));
        now.remove(step.url()); // tried again the next time
      }
    }
    agreed = now;
  }

  private void take(Step step, Map<String, Webhook> now)
      throws Refusal, IOException, Deliveries.Unfit {
    switch (step) {
      case Step.Deliver(Webhook webhook) -> {
        deliveries.deliver(webhook);
        LOG.log(INFO, "webhook of gluster is delivered to url=" + webhook.url());
      }
      case Step.End(String url) -> {
        deliveries.end(url);
        LOG.log(INFO, "webhook of gluster is delivered to no more url=" + url);
      }
      case Step.Write(Webhook webhook) -> {
        webhooks.put(webhook);
        now.put(webhook.url(), webhook);
        LOG.log(INFO, "webhook of gluster written file=" + Webhooks.FILE + " url=" + webhook.url());
      }
      case Step.Erase(String url) -> {
        webhooks.remove(url);
        now.remove(url);
        LOG.log(INFO, "webhook of gluster erased file=" + Webhooks.FILE + " url=" + url);
      }
    }
  }

  private void tell(Map<String, String> found) {
    found.forEach(
        (what, why) -> {
          if (!why.equals(troubles.get(what))) {
            LOG.log(WARNING, "gluster: what was known stays what=" + what + " error=" + why);
          }
        });
  }
}
