package belfry.cli.subscription;

import belfry.cli.shell.Failure;
import belfry.format.json.JsonValue;
import belfry.naming.Nearest;
import java.util.List;

/** From a URL to the name of its subscription, and back. */
final class WebhookName {
  private static final int CHARS_MAX = 63;

  private WebhookName() {}

  /** Host, port and path, with what a name cannot have as dashes. */
  static String of(String url) {
    String place = url.replaceFirst("^[A-Za-z]+://", "").replaceFirst("[?#].*$", "");
    String name =
        place
            .replaceFirst("^.*@", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceAll("^[.-]+|-+$", "");
    return name.substring(0, Math.min(name.length(), CHARS_MAX));
  }

  /**
   * The names that are meant: the given one, or those of all webhooks with a URL.
   *
   * @param webhook a name, or a URL
   */
  static List<String> meant(Subscriptions subscriptions, String webhook) throws Failure {
    if (!webhook.contains("://")) {
      return List.of(webhook);
    }
    List<JsonValue> webhooks = subscriptions.all().stream().filter(WebhookName::isWebhook).toList();
    List<String> names =
        webhooks.stream()
            .filter(known -> url(known).equals(webhook))
            .map(known -> known.text("name"))
            .toList();
    if (names.isEmpty()) {
      Failure none = Failure.failed("no webhook has the URL " + webhook);
      throw Nearest.of(webhook, webhooks.stream().map(WebhookName::url).toList())
          .map(nearest -> none.with("did you mean " + nearest + "?"))
          .orElse(none);
    }
    return names;
  }

  static boolean isWebhook(JsonValue subscription) {
    return subscription.text("sink").equals("webhook");
  }

  private static String url(JsonValue subscription) {
    return subscription.at("settings.url").map(JsonValue::text).orElse("");
  }
}
