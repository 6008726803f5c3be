package belfry.format.cloudru;

import belfry.event.InvalidEvent;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of one object of a record by key, whichever case each is spelled in. */
final class Members {
  private final String pointer;
  private final Map<Key, JsonValue.Member> known = new EnumMap<>(Key.class);
  private final List<JsonValue.Member> unknown = new ArrayList<>();

  /**
   * @param pointer to the object, for errors
   * @param keys which may stand in it
   * @throws InvalidEvent if a key stands there in both cases
   */
  Members(JsonValue object, String pointer, Set<Key> keys) throws InvalidEvent {
    this.pointer = pointer;
    for (JsonValue.Member member : object.members()) {
      Optional<Key> key = Key.of(member.key()).filter(keys::contains);
      if (key.isEmpty()) {
        unknown.add(member);
      } else if (known.putIfAbsent(key.get(), member) != null) {
        throw new InvalidEvent(
            pointer + "/" + member.key(),
            "beside " + known.get(key.get()).key(),
            "the key in one case");
      }
    }
  }

  /** Members that the record does not have, in their order. */
  List<JsonValue.Member> unknown() {
    return unknown;
  }

  /** The value of a key; null counts as absent. */
  Optional<JsonValue> value(Key key) {
    return Optional.ofNullable(known.get(key))
        .map(JsonValue.Member::value)
        .filter(value -> !value.isNull());
  }

  /** Whether the key is there, be it with null. */
  boolean has(Key key) {
    return known.containsKey(key);
  }

  /**
   * The text of a key, empty if it is absent.
   *
   * @throws InvalidEvent if it is no string
   */
  String text(Key key) throws InvalidEvent {
    Optional<JsonValue> value = value(key);
    if (value.isPresent() && !value.get().isString()) {
      throw invalid(key, "a string");
    }
    return value.map(JsonValue::text).orElse("");
  }

  /**
   * The members of an object below a key; none if it is absent.
   *
   * @throws InvalidEvent if it is no object
   */
  Optional<Members> object(Key key, Set<Key> keys) throws InvalidEvent {
    Optional<JsonValue> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get().type() != JsonType.OBJECT) {
      throw invalid(key, "an object");
    }
    return Optional.of(new Members(value.get(), pointer(key), keys));
  }

  /** What is wrong with the value of a key, with its pointer as the sender spelled it. */
  InvalidEvent invalid(Key key, String expected) {
    String was =
        Optional.ofNullable(known.get(key)).map(is -> is.value().toString()).orElse("absent");
    return new InvalidEvent(pointer(key), was, expected);
  }

  private String pointer(Key key) {
    return pointer
        + "/"
        + Optional.ofNullable(known.get(key)).map(JsonValue.Member::key).orElse(key.camel());
  }
}
