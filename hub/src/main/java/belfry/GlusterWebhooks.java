package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.delivery.subscriptions.Editor;
import belfry.delivery.subscriptions.InvalidSubscription;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.filter.View;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.gluster.Deliveries;
import belfry.gluster.files.Webhooks.Webhook;
import belfry.journal.Busy;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import belfry.registry.vault.Unreadable;
import belfry.registry.vault.Vault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Webhooks of Gluster as subscriptions: all events of Gluster, in the requests of its daemon. The
 * name of one is made from its URL. What a person adds to such a subscription stays.
 */
final class GlusterWebhooks implements Deliveries {
  private static final String PREFIX = "gluster-";
  private static final int WORDS_CHARS_MAX = 40;
  private static final int DIGEST_BYTES = 4;
  private static final Set<String> SECRETS =
      Set.of("/settings/auth/token", "/settings/auth/secret");
  private static final Editor US = new Editor(Origin.of("gluster"), View.ALL);

  private final Registry registry;
  private final Vault vault;
  private final Subscriptions subscriptions;

  GlusterWebhooks(Registry registry, Vault vault, Subscriptions subscriptions) {
    this.registry = registry;
    this.vault = vault;
    this.subscriptions = subscriptions;
  }

  /** {@code gluster-}, words of the URL, and what tells apart those that have the same words. */
  static String name(String url) {
    String words =
        url.toLowerCase(Locale.ROOT)
            .replaceFirst("^https?://", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String cut = words.substring(0, Math.min(words.length(), WORDS_CHARS_MAX));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(url.getBytes(UTF_8));
      return PREFIX
          + (cut.isEmpty() ? "" : cut + "-")
          + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public Map<String, Webhook> webhooks() throws IOException {
    var webhooks = new LinkedHashMap<String, Webhook>();
    for (Item item : registry.list(Subscriptions.COLLECTION)) {
      if (item.key().name().startsWith(PREFIX)) {
        webhook(item).ifPresent(webhook -> webhooks.put(webhook.url(), webhook));
      }
    }
    return webhooks;
  }

  /** Empty for a subscription that only has a name like ours. */
  private Optional<Webhook> webhook(Item item) throws IOException {
    try {
      JsonValue document = Json.parse(vault.opened(item.key(), item.document(), SECRETS));
      String url = document.at("settings.url").map(JsonValue::text).orElse("");
      return item.key().name().equals(name(url))
          ? Optional.of(new Webhook(url, text(document, "token"), text(document, "secret")))
          : Optional.empty();
    } catch (Malformed | Refused | Unreadable e) {
      throw new IOException("subscription " + item.key().name() + ": " + e.getMessage(), e);
    }
  }

  private static String text(JsonValue document, String secret) {
    return document.at("settings.auth." + secret).map(JsonValue::text).orElse("");
  }

  @Override
  public void deliver(Webhook webhook) throws IOException, Unfit {
    String name = name(webhook.url());
    try {
      if (registry.get(new Key(Subscriptions.COLLECTION, name)).isEmpty()) {
        subscriptions.create(created(name, webhook), US);
      } else {
        subscriptions.patch(name, Subscriptions.ANY, changed(webhook), US);
      }
    } catch (InvalidSubscription e) {
      throw new Unfit(String.valueOf(e.getMessage()));
    } catch (VersionConflict | Busy e) {
      throw new IOException("subscription " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(name);
    }
  }

  private static Payload created(String name, Webhook webhook) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("name", name).member("description", "webhook of gluster-eventsapi");
    json.member("filter", "system = gluster").member("sink", "webhook");
    json.key("settings").beginObject().member("url", webhook.url());
    json.member("body", "glustereventsd");
    if (!webhook.secret().isEmpty()) {
      json.key("auth").beginObject().member("type", "jwt");
      json.member("secret", webhook.secret()).endObject();
    } else if (!webhook.token().isEmpty()) {
      json.key("auth").beginObject().member("type", "bearer");
      json.member("token", webhook.token()).endObject();
    }
    json.endObject().member("order", "source").member("start", "now");
    return json.member("allow_address", true).endObject().payload();
  }

  /** As a merge patch: members that are null are taken out. */
  private static Payload changed(Webhook webhook) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject().key("settings");
    json.beginObject().key("auth");
    if (!webhook.secret().isEmpty()) {
      json.beginObject().member("type", "jwt").member("secret", webhook.secret());
      json.key("token").nothing().endObject();
    } else if (!webhook.token().isEmpty()) {
      json.beginObject().member("type", "bearer").member("token", webhook.token());
      json.key("secret").nothing().endObject();
    } else {
      json.nothing();
    }
    return json.endObject().endObject().payload();
  }

  @Override
  public void end(String url) throws IOException {
    String name = name(url);
    try {
      if (registry.get(new Key(Subscriptions.COLLECTION, name)).isPresent()) {
        subscriptions.delete(name, Subscriptions.ANY, US);
      }
    } catch (InvalidSubscription | VersionConflict | Busy e) {
      throw new IOException("subscription " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(name);
    }
  }

  private static IOException interrupted(String name) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("subscription " + name + ": interrupted");
  }
}
