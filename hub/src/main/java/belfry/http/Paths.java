package belfry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which endpoint a path means. Fixed paths are one look-up, those with variables a short list. */
final class Paths {
  private static final String[] KNOWN_METHODS = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"
  };

  private final Map<String, Map<String, Endpoint>> fixed = new HashMap<>();
  private final List<Template> templates = new ArrayList<>();

  private record Template(List<String> segments, Map<String, Endpoint> methods) {}

  /** The endpoints at a path and the values of its variables. */
  record Found(Map<String, Endpoint> methods, Map<String, String> variables) {
    SortedSet<String> names() {
      return new TreeSet<>(methods.keySet());
    }
  }

  Paths(List<Endpoint> endpoints) {
    var byPath = new TreeMap<String, Map<String, Endpoint>>();
    for (Endpoint endpoint : endpoints) {
      Endpoint twin =
          byPath
              .computeIfAbsent(endpoint.path(), path -> new TreeMap<>())
              .put(endpoint.method(), endpoint);
      if (twin != null) {
        throw new IllegalArgumentException("twice: " + endpoint.method() + " " + endpoint.path());
      }
    }
    byPath.forEach(
        (path, methods) -> {
          if (path.indexOf('{') < 0) {
            fixed.put(path, methods);
          } else {
            templates.add(new Template(List.of(path.split("/", -1)), methods));
          }
        });
  }

  static boolean knownMethod(String method) {
    for (String known : KNOWN_METHODS) {
      if (known.equals(method)) {
        return true;
      }
    }
    return false;
  }

  Optional<Found> find(String path) {
    Map<String, Endpoint> methods = fixed.get(path);
    if (methods != null) {
      return Optional.of(new Found(methods, Map.of()));
    }
    String[] segments = path.split("/", -1);
    for (Template template : templates) {
      Map<String, String> variables = match(template.segments(), segments);
      if (!variables.isEmpty()) {
        return Optional.of(new Found(template.methods(), variables));
      }
    }
    return Optional.empty();
  }

  /** The variables; empty if the path does not match. */
  private static Map<String, String> match(List<String> template, String[] segments) {
    if (template.size() != segments.length) {
      return Map.of();
    }
    var variables = new TreeMap<String, String>();
    for (int i = 0; i < segments.length; i++) {
      String expected = template.get(i);
      if (expected.startsWith("{") && !segments[i].isEmpty()) {
        variables.put(expected.substring(1, expected.length() - 1), decoded(segments[i]));
      } else if (!expected.equals(segments[i])) {
        return Map.of();
      }
    }
    return variables;
  }

  private static String decoded(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
  }
}
