package belfry.gluster;

import belfry.gluster.files.Webhooks.Webhook;
import java.io.IOException;
import java.util.Map;

/** The hub's subscriptions that stand for webhooks of Gluster; given by the wiring. */
public interface Deliveries {
  /** Those there are, by URL. */
  Map<String, Webhook> webhooks() throws IOException;

  /**
   * Begins to deliver to a webhook, or changes its token; a change goes on where it was.
   *
   * @throws Unfit if it cannot be delivered to as it is
   */
  void deliver(Webhook webhook) throws IOException, Unfit;

  /** Ends one. Nothing if there is none. */
  void end(String url) throws IOException;

  /** A webhook that cannot be delivered to; the text says why. */
  final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    public Unfit(String message) {
      super(message);
    }
  }
}
