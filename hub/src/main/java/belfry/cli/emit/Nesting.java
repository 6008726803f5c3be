package belfry.cli.emit;

/** Where a reader is in a JSON text: how deep, and whether within a string. */
final class Nesting {
  private int depth;
  private boolean quoted;
  private boolean escaped;

  int depth() {
    return depth;
  }

  boolean quoted() {
    return quoted;
  }

  /** Takes the next byte. Returns whether it closed the outermost object or array. */
  boolean take(byte b) {
    if (escaped) {
      escaped = false;
    } else if (quoted) {
      quoted = b != '"';
      escaped = b == '\\';
    } else if (b == '"') {
      quoted = true;
    } else if (b == '{' || b == '[') {
      depth++;
    } else if (b == '}' || b == ']') {
      depth--;
      return depth == 0;
    }
    return false;
  }
}
