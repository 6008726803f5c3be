package belfry.format.json;

import belfry.event.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One value of a {@link Json} document. Cheap to make and to pass on; valid as long as its bytes.
 */
public final class JsonValue {
  private final Json json;
  private final int node;

  JsonValue(Json json, int node) {
    this.json = json;
    this.node = node;
  }

  public JsonType type() {
    return json.type(node);
  }

  public boolean isObject() {
    return type() == JsonType.OBJECT;
  }

  public boolean isArray() {
    return type() == JsonType.ARRAY;
  }

  public boolean isString() {
    return type() == JsonType.STRING;
  }

  public boolean isNull() {
    return type() == JsonType.NULL;
  }

  /** The member of an object; empty if this is no object or has no such key. */
  public Optional<JsonValue> get(String key) {
    return isObject() ? json.value(json.find(node, key)) : Optional.empty();
  }

  /** The text of a string member; empty text if it is absent, null or no string. */
  public String text(String key) {
    if (!isObject()) {
      return "";
    }
    int member = json.find(node, key);
    return member >= 0 && json.type(member) == JsonType.STRING ? json.text(member) : "";
  }

  /**
   * The member at a dotted path, where a number steps into an array: {@code metadata.context.id},
   * {@code resources.0.name}. Keys that contain dots match as a whole before they are split.
   */
  public Optional<JsonValue> at(String path) {
    if (path.isEmpty()) {
      return Optional.of(this);
    }
    if (isArray()) {
      int dot = path.indexOf('.');
      String head = dot < 0 ? path : path.substring(0, dot);
      if (head.isEmpty() || head.length() > 9 || !head.chars().allMatch(Character::isDigit)) {
        return Optional.empty();
      }
      List<JsonValue> elements = elements();
      int index = Integer.parseInt(head);
      return index >= elements.size()
          ? Optional.empty()
          : elements.get(index).at(dot < 0 ? "" : path.substring(dot + 1));
    }
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      Optional<JsonValue> member = get(path.substring(0, end));
      if (member.isPresent()) {
        Optional<JsonValue> found =
            end == path.length() ? member : member.get().at(path.substring(end + 1));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The decoded text of a string; of any other value its JSON text as it stands. */
  public String text() {
    return json.text(node);
  }

  /**
   * The decoded text of a string as UTF-8, the cheap way to read a document inside a string; of any
   * other value its bytes as they stand. Half a surrogate pair becomes {@code ?}.
   */
  public Payload utf8() {
    return json.utf8(node);
  }

  /** The value's bytes as they stand in the document, quotes included. */
  public Payload raw() {
    return json.raw(node);
  }

  /** Offset of the value's first byte in the document, from 0. */
  public int offset() {
    return json.start(node) - (isString() ? 1 : 0) - json.base;
  }

  /** The elements of an array, in order; empty if this is none. */
  public List<JsonValue> elements() {
    if (!isArray()) {
      return List.of();
    }
    var elements = new ArrayList<JsonValue>();
    int end = json.after(node);
    for (int element = node + Json.NODE_INTS; element < end; element = json.after(element)) {
      elements.add(new JsonValue(json, element));
    }
    return elements;
  }

  /**
   * Calls {@code use} with each string and each number in this value, itself included, in order of
   * the bytes; keys are none of them.
   */
  public void forEachText(Consumer<JsonValue> use) {
    switch (type()) {
      case OBJECT -> {
        int end = json.after(node);
        for (int key = node + Json.NODE_INTS; key < end; ) {
          var value = new JsonValue(json, key + Json.NODE_INTS);
          value.forEachText(use);
          key = json.after(value.node);
        }
      }
      case ARRAY -> {
        int end = json.after(node);
        for (int i = node + Json.NODE_INTS; i < end; i = json.after(i)) {
          new JsonValue(json, i).forEachText(use);
        }
      }
      case STRING, NUMBER -> use.accept(this);
      case TRUE, FALSE, NULL -> {}
    }
  }

  /**
   * The whole document that this value is a part of, if it was read from just these bytes where
   * they are: then nobody needs to read them again.
   */
  @SuppressWarnings("ReferenceEquality") // the same bytes, not equal ones
  public Optional<JsonValue> documentOver(Payload bytes) {
    boolean same = bytes.with((array, from, size) -> array == json.bytes && from == json.base);
    return same ? Optional.of(new JsonValue(json, 0)) : Optional.empty();
  }

  /** The members of an object, in order of the bytes; empty if this is none. */
  public List<Member> members() {
    if (!isObject()) {
      return List.of();
    }
    var members = new ArrayList<Member>();
    forEachMember((key, value) -> members.add(new Member(key, value)));
    return members;
  }

  /** One of {@link #members}. */
  public record Member(String key, JsonValue value) {}

  /** Calls {@code use} with key and value of each member of an object, in order of the bytes. */
  public void forEachMember(BiConsumer<String, JsonValue> use) {
    if (!isObject()) {
      return;
    }
    int end = json.after(node);
    for (int key = node + Json.NODE_INTS; key < end; ) {
      int value = key + Json.NODE_INTS;
      use.accept(json.text(key), new JsonValue(json, value));
      key = json.after(value);
    }
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return raw().text();
  }
}
