package belfry.filter;

import belfry.filter.Expression.Operand;
import belfry.naming.Nearest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** From the name in a filter to what is meant, and to the nearest name if nothing is. */
final class Names {
  private static final Map<String, Field> BY_KEY = byKey();

  /** Longer names are compared by their beginning; none of ours is as long. */
  private static final int COMPARED_MAX = 64;

  private Names() {}

  private static Map<String, Field> byKey() {
    var byKey = new HashMap<String, Field>();
    for (Field field : Field.values()) {
      for (String name : field.names()) {
        byKey.put(Field.key(name), field);
      }
    }
    return byKey;
  }

  /** The operand of this name; of a field that has an inside, behind the first dot the path. */
  static Optional<Operand> find(String name) {
    Field whole = BY_KEY.get(Field.key(name));
    if (whole != null) {
      return whole.type() == Field.Type.MAP ? Optional.empty() : Optional.of(Operand.of(whole));
    }
    int dot = name.indexOf('.');
    if (dot < 0 || dot == name.length() - 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(BY_KEY.get(Field.key(name.substring(0, dot))))
        .filter(Field::hasInside)
        .map(field -> new Operand(field, name.substring(dot + 1)));
  }

  /** The known name that differs least from this one. */
  static String nearest(String name) {
    String key = Field.key(name.substring(0, Math.min(name.length(), COMPARED_MAX)));
    Field nearest = Nearest.of(key, BY_KEY.keySet()).map(BY_KEY::get).orElseThrow();
    return Printer.name(nearest);
  }
}
