package belfry.delivery.subscriptions;

import static java.util.Objects.requireNonNull;

import belfry.delivery.Subscription;
import belfry.event.Payload;
import belfry.journal.Busy;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import belfry.registry.vault.Unreadable;
import java.io.IOException;
import java.util.Optional;

/**
 * Subscriptions that the hub's own settings ask for. What settings say is the operator's word: no
 * rights are asked, and the addresses of the destination are those that the document allows, so
 * that no name has to be looked up.
 *
 * @param registry where documents are
 * @param opener of the secrets in them
 */
record Kept(Registry registry, Opener opener) {
  Kept {
    requireNonNull(registry, "registry");
    requireNonNull(opener, "opener");
  }

  /**
   * Makes one of a document, or changes what it selects and where it leads; how it is delivered,
   * and whether it is paused, stays. Nothing is written if all that is so already.
   *
   * @return what was written; empty if nothing was
   * @throws InvalidSubscription naming the first member that is wrong
   */
  Optional<Item> keep(Payload document, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException {
    Definition wanted = Definition.read(Opener.json(document), opener.journal());
    var key = new Key(Subscriptions.COLLECTION, wanted.name());
    Optional<Item> before = registry.get(key);
    Optional<Definition> old = before.flatMap(this::readable);
    Payload whole = old.map(there -> changed(there, wanted)).orElse(wanted).document();
    try {
      Payload sealed = opener.vault().seal(key, whole, opener.secrets(Opener.json(whole)));
      Definition clear = opened(key, sealed);
      opener.destination(clear);
      if (old.map(Definition::document).filter(clear.document()::equals).isPresent()) {
        return Optional.empty();
      }
      long version = before.map(Item::version).orElse(Registry.NONE);
      return Optional.of(registry.put(key, version, sealed, by.origin()));
    } catch (Unreadable e) {
      throw new InvalidSubscription(
          "settings", String.valueOf(e.getMessage()), "secrets that can be had");
    } catch (Refused e) {
      throw new InvalidSubscription(e);
    }
  }

  /** Empty if nobody can read it, so that it is made anew. */
  private Optional<Definition> readable(Item item) {
    try {
      return Optional.of(opened(item.key(), item.document()));
    } catch (InvalidSubscription | Unreadable | Refused e) {
      return Optional.empty();
    }
  }

  /** With its secrets in the clear. */
  private Definition opened(Key key, Payload stored)
      throws InvalidSubscription, Unreadable, Refused {
    Payload clear = opener.vault().opened(key, stored, opener.secrets(Opener.json(stored)));
    return Definition.read(Opener.json(clear), opener.journal());
  }

  private static Definition changed(Definition old, Definition wanted) {
    Subscription subscription = old.subscription().withFilter(wanted.subscription().filter());
    return new Definition(
        subscription, wanted.description(), wanted.sink(), wanted.settings(), wanted.reach());
  }
}
