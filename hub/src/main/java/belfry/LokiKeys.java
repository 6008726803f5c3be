package belfry;

import belfry.delivery.subscriptions.Editor;
import belfry.delivery.subscriptions.InvalidSubscription;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.filter.View;
import belfry.format.json.JsonWriter;
import belfry.journal.Busy;
import belfry.registry.VersionConflict;
import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.sink.loki.LokiKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings {@code loki.*}, which are LXD's, as a subscription: it is there while {@code
 * loki.api.url} is set, and everything else about it is as with any other, so that it has a
 * position, dead letters and attempts. Making it asks nobody on the network.
 *
 * @param subscriptions where it is kept
 */
record LokiKeys(Subscriptions subscriptions) {
  /** What it is called. */
  static final String NAME = "loki.api";

  /** The operator chose the URL: wherever it leads, but where clouds give out credentials. */
  private static final List<String> EVERYWHERE = List.of("0.0.0.0/0", "::/0");

  private static final Editor OPERATOR = new Editor(Origin.of("settings"), View.ALL);
  private static final int ATTEMPTS = 1000;

  /**
   * Makes, changes or removes it.
   *
   * @throws InvalidSettings if there can be no such subscription; nothing was changed
   * @throws IOException if it could not be written
   */
  void follow(Settings settings) throws IOException {
    try {
      if (settings.given(Setting.LOKI_API_URL).isPresent()) {
        subscriptions.keep(document(settings), OPERATOR);
      } else if (subscriptions.find(NAME, OPERATOR).isPresent()) {
        subscriptions.delete(NAME, Subscriptions.ANY, OPERATOR);
      }
    } catch (InvalidSubscription e) {
      throw new InvalidSettings("loki.*: " + e.getMessage());
    } catch (VersionConflict | Busy e) {
      throw new IOException("subscription " + NAME + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while changing subscription " + NAME, e);
    }
  }

  /**
   * It is tried again for about a week, every ten minutes in the end, and at once when a probe
   * finds Loki back.
   */
  private static Payload document(Settings settings) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("name", NAME).member("description", "Made from the settings loki.*");
    json.member("filter", filter(settings)).member("sink", LokiKind.NAME);
    json.key("settings").beginObject();
    json.member("url", settings.text(Setting.LOKI_API_URL));
    settings.given(Setting.LOKI_AUTH_USERNAME).ifPresent(user -> json.member("username", user));
    settings.given(Setting.LOKI_AUTH_PASSWORD).ifPresent(text -> json.member("password", text));
    settings
        .given(Setting.LOKI_API_CA_CERT)
        .ifPresent(ca -> json.key("tls").beginObject().member("ca", ca).endObject());
    String name = settings.given(Setting.LOKI_INSTANCE).orElseGet(settings::serverName);
    json.member("instance", name);
    texts(json, "labels", settings.list(Setting.LOKI_LABELS));
    json.member("exact", settings.on(Setting.LOKI_EXACT));
    settings
        .httpAddress()
        .ifPresent(
            address ->
                json.member("hostIp", address.getHostString())
                    .member("port", Integer.toString(address.getPort())));
    json.endObject();
    json.key("retry").beginObject();
    texts(json, "delays", List.of("1s", "5s", "10s", "30s", "1m", "5m", "10m"));
    json.member("attempts", ATTEMPTS).member("total", "7d").endObject();
    json.member("allow_address", true);
    texts(json, "allowed_addresses", EVERYWHERE);
    return json.endObject().payload();
  }

  private static void texts(JsonWriter json, String key, List<String> texts) {
    json.key(key).beginArray();
    texts.forEach(json::string);
    json.endArray();
  }

  /** Which events; each type is one condition. */
  static String filter(Settings settings) {
    String level = level(settings.text(Setting.LOKI_LOGLEVEL));
    boolean foreign = settings.on(Setting.EVENTS_FOREIGN);
    List<String> types = settings.list(Setting.LOKI_TYPES);
    if (types.isEmpty()) {
      throw wrong("none");
    }
    return types.stream()
        .map(type -> condition(type, level, foreign).orElseThrow(() -> wrong(type)))
        .collect(Collectors.joining(" OR "));
  }

  private static Optional<String> condition(String type, String level, boolean foreign) {
    return switch (type) {
      case "lifecycle" ->
          Optional.of(
              "type =~ \"^lxd\\.lifecycle\\.\"" + (foreign ? " OR NOT system = \"lxd\"" : ""));
      case "security" -> Optional.of("type =~ \"^lxd\\.security\\.\"");
      case "logging", "ovn", "network-acl" ->
          Optional.of("(type = \"lxd." + type + "\" AND severity >= " + level + ")");
      default -> Optional.empty();
    };
  }

  private static InvalidSettings wrong(String type) {
    return new InvalidSettings(
        Setting.LOKI_TYPES.key()
            + ": "
            + type
            + " (expected: some of lifecycle, logging, ovn, network-acl, security)");
  }

  private static String level(String word) {
    return switch (word) {
      case "panic", "fatal" -> "CRITICAL";
      case "warning" -> "WARN";
      default -> word.toUpperCase(java.util.Locale.ROOT);
    };
  }
}
