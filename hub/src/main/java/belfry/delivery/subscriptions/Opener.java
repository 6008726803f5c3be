package belfry.delivery.subscriptions;

import belfry.delivery.Subscription;
import belfry.event.JournalId;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.net.Network;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.vault.Unreadable;
import belfry.registry.vault.Vault;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Kinds;
import belfry.sink.Means;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * From a document to what delivers.
 *
 * @param journal whose cursors documents may hold
 * @param vault of the secrets in them
 * @param kinds of destinations
 * @param means that destinations are given
 */
record Opener(JournalId journal, Vault vault, Kinds kinds, Means means) {
  private static final String SETTINGS = "settings";

  /**
   * A stored document, opened.
   *
   * @param failure why it cannot be; then the subscription stands still and leads nowhere
   */
  record Opened(Subscription subscription, Destination destination, Optional<String> failure) {}

  /** Opens a stored document; never fails, as one that is broken must not stop the others. */
  Opened open(Key key, Payload stored) {
    Subscription subscription =
        Subscription.of(key.name(), Filter.ALL, View.NONE, Means.FORMAT_STANDARD);
    String failure;
    try {
      JsonValue document = Json.parse(stored);
      subscription = Definition.read(document, journal).subscription();
      Payload clear = vault.opened(key, stored, secrets(document));
      Definition definition = Definition.read(Json.parse(clear), journal);
      return new Opened(definition.subscription(), destination(definition), Optional.empty());
    } catch (Malformed | InvalidSubscription | Unreadable | Refused e) {
      failure = String.valueOf(e.getMessage());
    }
    return new Opened(subscription.withPaused(true), Openings.NOWHERE, Optional.of(failure));
  }

  /**
   * The destination of a definition with its secrets in the clear.
   *
   * @throws InvalidSubscription if it cannot have one
   */
  Destination destination(Definition definition) throws InvalidSubscription {
    List<Network> own =
        definition.reach().addresses().stream()
            .flatMap(text -> Network.parse(text).stream())
            .toList();
    Means given =
        means.withGuard(means.guard().and(own)).withFormat(definition.subscription().format());
    JsonValue settings = json(definition.settings());
    if (!kinds.names().contains(definition.sink())) {
      throw new InvalidSubscription(
          "sink", definition.sink(), "one of " + String.join(", ", kinds.names()));
    }
    try {
      return kinds.read(definition.sink(), settings, given);
    } catch (InvalidSink e) {
      throw InvalidSubscription.inSettings(e);
    }
  }

  /** Where in a document, right or wrong, secrets may be. */
  Set<String> secrets(JsonValue document) {
    var fields = new TreeSet<String>();
    document
        .get(SETTINGS)
        .map(settings -> kinds.secrets(document.text("sink"), settings))
        .orElse(Set.of())
        .forEach(pointer -> fields.add("/" + SETTINGS + pointer));
    return fields;
  }

  /** Of bytes that are known to be JSON. */
  static JsonValue json(Payload payload) {
    try {
      return Json.parse(payload);
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }
}
