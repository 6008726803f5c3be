package belfry.delivery.subscriptions;

import static java.util.Objects.requireNonNull;

import belfry.delivery.Order;
import belfry.delivery.RetryPolicy;
import belfry.delivery.Start;
import belfry.delivery.Subscription;
import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.filter.Filter;
import belfry.filter.InvalidFilter;
import belfry.filter.View;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Members;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A subscription as a document says it. As JSON: {@code name}, {@code description}, {@code filter},
 * {@code sink}, {@code settings}, {@code format}, {@code order}, {@code retry} ({@link Policies}),
 * {@code start} ({@link Starts}), {@code paused}, {@code concurrency}, {@code per_second}, {@code
 * hold_max}, {@code allow_address}, {@code allowed_addresses}, {@code projects}; {@code status},
 * which is in answers, is read over.
 *
 * @param subscription what dispatch has to know
 * @param description for people
 * @param sink the name of a kind of destination
 * @param settings of that kind, a JSON object
 * @param reach which addresses the destination may have besides those that the operator allows
 */
record Definition(
    Subscription subscription, String description, String sink, Payload settings, Reach reach) {
  /** Longest description, in characters. */
  static final int DESCRIPTION_CHARS_MAX = 1_000;

  /** Most projects by name. */
  static final int PROJECTS_MAX = 1_000;

  private static final Payload NO_SETTINGS = Payload.of("{}");
  private static final int PER_SECOND_MAX = 1_000_000;

  /**
   * The addresses of the destination itself.
   *
   * @param own whether they are allowed
   * @param addresses those that it had when this was written; empty if none are allowed
   */
  record Reach(boolean own, List<String> addresses) {
    /** Most addresses of one destination. */
    static final int ADDRESSES_MAX = 64;

    static final Reach STANDARD = new Reach(false, List.of());

    Reach {
      addresses = List.copyOf(addresses);
    }

    static Reach read(Members members) throws InvalidSink {
      boolean own = members.flag("allow_address");
      List<String> addresses = members.texts("allowed_addresses", ADDRESSES_MAX);
      return own ? new Reach(true, addresses) : STANDARD;
    }
  }

  Definition {
    requireNonNull(subscription, "subscription");
    requireNonNull(description, "description");
    requireNonNull(sink, "sink");
    requireNonNull(settings, "settings");
    requireNonNull(reach, "reach");
  }

  /**
   * @param journal whose cursors it may begin at
   * @throws InvalidSubscription naming the first member that is wrong
   */
  static Definition read(JsonValue document, JournalId journal) throws InvalidSubscription {
    try {
      Members members = Members.of(document);
      var definition =
          new Definition(
              subscription(members, journal),
              description(members),
              members.text("sink"),
              members.object("settings").isPresent()
                  ? document.get("settings").map(JsonValue::raw).orElse(NO_SETTINGS)
                  : NO_SETTINGS,
              Reach.read(members));
      members.object("status");
      members.end();
      return definition;
    } catch (InvalidSink e) {
      throw new InvalidSubscription(e);
    }
  }

  private static Subscription subscription(Members members, JournalId journal)
      throws InvalidSink, InvalidSubscription {
    String name = members.text("name");
    Filter filter = filter(members);
    View view = view(members);
    String format = members.text("format", Means.FORMAT_STANDARD);
    Order order = order(members);
    RetryPolicy retry = Policies.read(members);
    Start start = Starts.read(members, "start", journal);
    boolean paused = members.flag("paused");
    var limits =
        new Subscription.Limits(
            members.number("concurrency", 1, 1, Subscription.CONCURRENCY_MAX),
            members.number("per_second", 0, 0, PER_SECOND_MAX),
            members.duration(
                "hold_max", Subscription.Limits.HOLD_MAX, Duration.ZERO, Policies.TIME_MAX));
    try {
      return new Subscription(name, filter, view, format, order, retry, start, paused, limits);
    } catch (IllegalArgumentException e) {
      throw members.invalid(
          "name", name, "1 to " + Subscription.NAME_CHARS_MAX + " of A-Z a-z 0-9 . _ -");
    }
  }

  private static String description(Members members) throws InvalidSink {
    String text = members.words("description");
    if (text.length() > DESCRIPTION_CHARS_MAX) {
      throw members.invalid(
          "description", text.length() + " characters", "at most " + DESCRIPTION_CHARS_MAX);
    }
    return text;
  }

  private static Filter filter(Members members) throws InvalidSink, InvalidSubscription {
    String text = members.words("filter");
    try {
      return text.isEmpty() ? Filter.ALL : Filter.standing(text);
    } catch (InvalidFilter e) {
      throw new InvalidSubscription("filter", e);
    }
  }

  private static View view(Members members) throws InvalidSink {
    List<String> projects = members.texts("projects", PROJECTS_MAX);
    return projects.isEmpty() ? View.ALL : View.of(Set.copyOf(projects));
  }

  private static Order order(Members members) throws InvalidSink {
    String word = members.word("order", List.of("source", "subject", "none"));
    return Order.valueOf(word.toUpperCase(Locale.ROOT));
  }

  String name() {
    return subscription.name();
  }

  /** With other rights to read. */
  Definition withView(View view) {
    Subscription s = subscription;
    var other =
        new Subscription(
            s.name(),
            s.filter(),
            view,
            s.format(),
            s.order(),
            s.retry(),
            s.start(),
            s.paused(),
            s.limits());
    return new Definition(other, description, sink, settings, reach);
  }

  Definition withReach(Reach value) {
    return new Definition(subscription, description, sink, settings, value);
  }

  /** As JSON, with every member that has a value. */
  Payload document() {
    Subscription s = subscription;
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("name", s.name()).member("description", description);
    json.member("filter", s.filter().text());
    json.member("sink", sink).key("settings").raw(settings);
    json.member("format", s.format());
    json.member("order", s.order().name().toLowerCase(Locale.ROOT));
    Policies.write(json, s.retry());
    json.member("start", Starts.text(s.start())).member("paused", s.paused());
    json.member("concurrency", s.limits().concurrency());
    json.member("per_second", s.limits().perSecond());
    json.member("hold_max", Members.shown(s.limits().holdMax()));
    json.member("allow_address", reach.own());
    if (reach.own()) {
      texts(json, "allowed_addresses", reach.addresses());
    }
    if (!s.view().everything()) {
      texts(json, "projects", s.view().projects());
    }
    return json.endObject().payload();
  }

  private static void texts(JsonWriter json, String key, Iterable<String> texts) {
    json.key(key).beginArray();
    texts.forEach(json::string);
    json.endArray();
  }
}
