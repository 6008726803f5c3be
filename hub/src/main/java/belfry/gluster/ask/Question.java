package belfry.gluster.ask;

/** What a node can be asked. */
public sealed interface Question {
  /** Whether its daemon runs: the answer's output is {@code UP} or {@code DOWN}. */
  record Status() implements Question {}

  /** To let its daemon read its files again. */
  record Reload() implements Question {}

  /**
   * To send an empty request to a webhook.
   *
   * @param token empty for none
   * @param secret empty for none; makes the token otherwise
   */
  record WebhookTest(String url, String token, String secret) implements Question {
    /** Without what nobody may see. */
    @Override
    public String toString() {
      return "WebhookTest[" + url + "]";
    }
  }
}
