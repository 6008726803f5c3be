package belfry.delivery.subscriptions;

import belfry.delivery.Dispatch;
import belfry.delivery.Start;
import belfry.delivery.State;
import belfry.delivery.Subscription;
import belfry.event.Entry;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.feed.Reading;
import belfry.filter.View;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.journal.Busy;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import belfry.registry.vault.Unreadable;
import belfry.registry.vault.Vault;
import belfry.sink.InvalidSink;
import belfry.sink.Kinds;
import belfry.sink.Means;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.wire.Resolver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All subscriptions of a hub as documents. What is written is checked first, kept in the registry
 * with its secrets sealed, and followed by dispatch when a method returns. Thread-safe.
 */
public final class Subscriptions implements AutoCloseable {
  /** The collection in the registry. */
  public static final String COLLECTION = "subscriptions";

  /** In place of a version: whatever is there. */
  public static final long ANY = -1;

  /** How long a change waits for dispatch, which lets attempts under way end first. */
  private static final Duration FOLLOW_WAIT = Dispatch.STOP_WAIT.multipliedBy(2);

  private final Registry registry;
  private final Opener opener;
  private final Dispatch dispatch;
  private final Follower follower;
  private final Workshop workshop;
  private final OwnAddress ownAddress = new OwnAddress(Resolver.SYSTEM);

  private Subscriptions(
      Registry registry, Opener opener, Dispatch dispatch, Follower follower, Workshop workshop) {
    this.registry = registry;
    this.opener = opener;
    this.dispatch = dispatch;
    this.follower = follower;
    this.workshop = workshop;
  }

  /** What documents become destinations with. */
  public record Workshop(Vault vault, Kinds kinds, Means means, Openings openings) {}

  /**
   * Adds all that there are to dispatch, which must have none yet, and follows the registry from
   * then on.
   */
  public static Subscriptions open(Registry registry, Dispatch dispatch, Workshop workshop)
      throws IOException {
    var opener =
        new Opener(dispatch.journal(), workshop.vault(), workshop.kinds(), workshop.means());
    var follower = Follower.start(registry, opener, dispatch, workshop.openings());
    return new Subscriptions(registry, opener, dispatch, follower, workshop);
  }

  /** Those that an editor may see, by name. */
  public List<Shown> list(Editor by) {
    var all = new ArrayList<Shown>();
    for (Item item : registry.list(COLLECTION)) {
      if (by.covers(view(item))) {
        all.add(shown(item));
      }
    }
    return all;
  }

  public Optional<Shown> find(String name, Editor by) {
    return item(name, by).map(this::shown);
  }

  private Optional<Item> item(String name, Editor by) {
    return Key.isName(name)
        ? registry.get(new Key(COLLECTION, name)).filter(item -> by.covers(view(item)))
        : Optional.empty();
  }

  /** That of a document nobody can read is seen only by who may see everything. */
  private View view(Item item) {
    try {
      return Definition.read(Opener.json(item.document()), opener.journal()).subscription().view();
    } catch (InvalidSubscription e) {
      return View.ALL;
    }
  }

  private Shown shown(Item item) {
    try {
      var fields = opener.secrets(Opener.json(item.document()));
      Payload masked = Vault.masked(item.document(), fields);
      return new Shown(item.key().name(), item.version(), masked);
    } catch (Refused e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes a new one of a document with its name.
   *
   * @throws InvalidSubscription naming the first member that is wrong, or if there are too many
   * @throws VersionConflict if there is one of this name
   */
  public Shown create(Payload document, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    Key key = key(object(document).text("name"));
    if (registry.list(COLLECTION).size() >= Dispatch.SUBSCRIPTIONS_MAX) {
      throw new InvalidSubscription(
          new Refused(
              "subscriptions: "
                  + Dispatch.SUBSCRIPTIONS_MAX
                  + " already (expected: at most so many; delete some)"));
    }
    Payload sealed =
        sealed(key, document, by, (whole, fields) -> opener.vault().seal(key, whole, fields));
    return written(put(key, Registry.NONE, sealed, by));
  }

  /**
   * Replaces one by a document, whose secrets may be masked: then they stay.
   *
   * @param expected the version that is to be replaced, or {@link #ANY}
   * @throws InvalidSubscription naming the first member that is wrong
   * @throws VersionConflict if it is another one, or there is none
   */
  public Shown replace(String name, long expected, Payload document, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    return change(name, expected, by, before -> document);
  }

  /** As {@link #replace}, with a merge patch (RFC 7396) of the document. */
  public Shown patch(String name, long expected, Payload patch, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    JsonValue changes = object(patch);
    return change(name, expected, by, before -> MergePatch.apply(Opener.json(before), changes));
  }

  /**
   * Makes the one that the hub's own settings ask for, or changes what it selects and where it
   * leads; see {@link Kept}.
   *
   * @param document with its name
   * @throws InvalidSubscription naming the first member that is wrong
   */
  public void keep(Payload document, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    Optional<Item> written;
    synchronized (this) {
      written = new Kept(registry, opener).keep(document, by);
    }
    if (written.isPresent()) {
      follower.await(written.get().version(), FOLLOW_WAIT);
    }
  }

  /** It stands still, or goes on where it stood, also after its destination was gone. */
  public Shown pause(String name, long expected, boolean paused, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    return patch(name, expected, Payload.of("{\"paused\":" + paused + "}"), by);
  }

  /** A new document from the one that is stored. */
  private interface Edit {
    Payload of(Payload before);
  }

  private Shown change(String name, long expected, Editor by, Edit edit)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    Key key = key(name);
    Item changed;
    synchronized (this) {
      Item before = compared(key, expected, by);
      Payload after = named(edit.of(before.document()), name);
      Payload sealed =
          sealed(
              key,
              after,
              by,
              (whole, fields) -> opener.vault().seal(key, whole, fields, before.document()));
      changed = put(key, before.version(), sealed, by);
    }
    return written(changed);
  }

  /** Why one stands still that cannot be opened. */
  public Optional<String> failure(String name) {
    return Optional.ofNullable(follower.failures().get(name));
  }

  /** Those that deliver nothing although nobody paused them, each with why. */
  public List<String> concerns() {
    var concerns = new ArrayList<String>();
    follower
        .failures()
        .forEach((name, why) -> concerns.add("subscription " + name + " cannot be opened: " + why));
    for (Subscription one : dispatch.subscriptions()) {
      Optional<State> state = dispatch.condition(one.name()).map(Dispatch.Condition::state);
      if (state.isPresent() && state.get() instanceof State.Disabled(var reason)) {
        concerns.add("subscription " + one.name() + " is disabled: " + reason);
      }
    }
    return concerns;
  }

  private Item compared(Key key, long expected, Editor by) throws VersionConflict {
    Item found =
        item(key.name(), by)
            .orElseThrow(() -> new VersionConflict(key, Math.max(expected, 1), Registry.NONE));
    if (expected != ANY && found.version() != expected) {
      throw new VersionConflict(key, expected, found.version());
    }
    return found;
  }

  /**
   * Takes one away, with its deferred entries, dead letters and attempts.
   *
   * @return what it was
   */
  public Shown delete(String name, long expected, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException {
    Key key = key(name);
    Item before;
    long version;
    synchronized (this) {
      before = compared(key, expected, by);
      version = registry.delete(key, before.version(), by.origin());
    }
    follower.await(version, FOLLOW_WAIT);
    return shown(before);
  }

  /**
   * Goes on from somewhere else.
   *
   * @param to as a document's {@code start}
   */
  public Shown move(String name, String to, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException {
    Item moved = compared(key(name), ANY, by);
    dispatch.move(name, start("to", to));
    return shown(moved);
  }

  private static Key key(String name) throws InvalidSubscription {
    try {
      return Key.of(COLLECTION, name);
    } catch (Refused e) {
      throw new InvalidSubscription(e);
    }
  }

  private Item put(Key key, long expected, Payload sealed, Editor by)
      throws InvalidSubscription, VersionConflict, Busy, IOException {
    try {
      return registry.put(key, expected, sealed, by.origin());
    } catch (Refused e) {
      throw new InvalidSubscription(e);
    }
  }

  /**
   * Where a text says to begin or to end, as a document's {@code start}.
   *
   * @param member that holds it
   */
  public Start start(String member, String text) throws InvalidSubscription {
    try {
      return Starts.parse(member, text, opener.journal());
    } catch (InvalidSink e) {
      throw new InvalidSubscription(e);
    }
  }

  /** Sends one event that says it is a test to where a subscription leads, whatever its state. */
  public Tried test(String name) throws InterruptedException {
    Means means = opener.means();
    try (Sink sink = workshop.openings().open(name)) {
      Entry entry = TestEvent.of(name, means.clock().instant());
      long began = System.nanoTime();
      Outcome outcome = sink.deliver(List.of(new Reading(entry, means.dialects())));
      return new Tried(outcome, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Shown written(Item item) throws InterruptedException {
    follower.await(item.version(), FOLLOW_WAIT);
    return shown(item);
  }

  private static JsonValue object(Payload document) throws InvalidSubscription {
    try {
      JsonValue value = Json.parse(document);
      if (value.isObject()) {
        return value;
      }
      throw new InvalidSubscription("body", value.type().name(), "an object");
    } catch (Malformed e) {
      throw new InvalidSubscription("body", String.valueOf(e.getMessage()), "an object");
    }
  }

  /** The document with the name it is stored by, which it need not repeat. */
  private static Payload named(Payload document, String name) throws InvalidSubscription {
    JsonValue value = object(document);
    String said = value.text("name");
    if (!said.isEmpty() && !said.equals(name)) {
      throw new InvalidSubscription("name", said, name + ", it cannot be changed");
    }
    JsonWriter patch = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    return MergePatch.apply(value, Opener.json(patch.member("name", name).endObject().payload()));
  }

  /** How the secrets of a document are sealed. */
  private interface Seal {
    Payload of(Payload document, Set<String> fields) throws Refused;
  }

  private Payload sealed(Key key, Payload document, Editor by, Seal seal)
      throws InvalidSubscription {
    Payload whole = checked(document, by).document();
    try {
      Payload sealed = seal.of(whole, opener.secrets(Opener.json(whole)));
      ensureOpens(key, sealed);
      return sealed;
    } catch (Refused e) {
      throw new InvalidSubscription(e);
    }
  }

  private Definition checked(Payload document, Editor by) throws InvalidSubscription {
    Definition read = Definition.read(object(document), opener.journal());
    View view = read.subscription().view();
    if (view.everything() && !by.view().everything()) {
      view = by.view();
    }
    if (!by.covers(view)) {
      throw new InvalidSubscription(
          "projects", view.projects().toString(), "some of " + by.view().projects());
    }
    Definition.Reach reach = read.reach();
    if (reach.own()) {
      List<String> now = ownAddress.of(Opener.json(read.settings()));
      reach = new Definition.Reach(true, now.isEmpty() ? reach.addresses() : now);
    }
    return read.withView(view).withReach(reach);
  }

  /** A destination can be made of it now. */
  private void ensureOpens(Key key, Payload sealed) throws InvalidSubscription, Refused {
    try {
      Payload clear = opener.vault().opened(key, sealed, opener.secrets(Opener.json(sealed)));
      opener.destination(Definition.read(Opener.json(clear), opener.journal()));
    } catch (Unreadable e) {
      throw new InvalidSubscription(
          "settings", String.valueOf(e.getMessage()), "secrets that can be had");
    }
  }

  /** Ends the following; what was written is followed at the next start. */
  @Override
  public void close() {
    follower.close();
  }
}
