package belfry.gluster;

import belfry.gluster.files.Webhooks.Webhook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deliveries that only say what they were told. */
final class MemoryDeliveries implements Deliveries {
  private final Map<String, Webhook> webhooks = new LinkedHashMap<>();

  /** What was done, in order: {@code deliver URL TOKEN}, {@code end URL}. */
  final List<String> calls = new ArrayList<>();

  /** URLs that cannot be delivered to. */
  Set<String> unfit = Set.of();

  @Override
  public synchronized Map<String, Webhook> webhooks() {
    return new LinkedHashMap<>(webhooks);
  }

  @Override
  public synchronized void deliver(Webhook webhook) throws Unfit {
    if (unfit.contains(webhook.url())) {
      throw new Unfit("url: refused");
    }
    calls.add("deliver " + webhook.url() + " " + webhook.token());
    webhooks.put(webhook.url(), webhook);
  }

  @Override
  public synchronized void end(String url) {
    calls.add("end " + url);
    webhooks.remove(url);
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }
}
