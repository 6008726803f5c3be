package belfry.gluster;

import belfry.gluster.files.Webhooks.Webhook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the webhooks in Gluster's file and those that the hub delivers to come to be the same ones,
 * whichever of the two was changed. Who changed is told by what both were when they last agreed; if
 * both did, the file wins, because the other nodes have it too.
 */
final class Agreement {
  private Agreement() {}

  /** What to do to one side for one webhook. */
  sealed interface Step {
    String url();

    /** The hub is to deliver to it from now on, or with another token. */
    record Deliver(Webhook webhook) implements Step {
      @Override
      public String url() {
        return webhook.url();
      }
    }

    /** The hub is to deliver to it no more. */
    record End(String url) implements Step {}

    /** The file is to have it as it is here. */
    record Write(Webhook webhook) implements Step {
      @Override
      public String url() {
        return webhook.url();
      }
    }

    /** The file is not to have it any more. */
    record Erase(String url) implements Step {}
  }

  /**
   * What there is to do, by URL.
   *
   * @param last what both sides had when they agreed
   * @param file what the file has now
   * @param hub what the hub delivers to now
   */
  static List<Step> steps(
      Map<String, Webhook> last, Map<String, Webhook> file, Map<String, Webhook> hub) {
    Set<String> urls = new LinkedHashSet<>(file.keySet());
    urls.addAll(hub.keySet());
    var steps = new ArrayList<Step>();
    for (String url : urls) {
      step(url, last.get(url), file.get(url), hub.get(url)).ifPresent(steps::add);
    }
    return steps;
  }

  private static Optional<Step> step(
      String url, @Nullable Webhook last, @Nullable Webhook file, @Nullable Webhook hub) {
    if (Objects.equals(file, hub)) {
      return Optional.empty();
    }
    boolean fileStands = Objects.equals(file, last);
    if (fileStands) {
      return Optional.of(hub == null ? new Step.Erase(url) : new Step.Write(hub));
    }
    return Optional.of(file == null ? new Step.End(url) : new Step.Deliver(file));
  }
}
