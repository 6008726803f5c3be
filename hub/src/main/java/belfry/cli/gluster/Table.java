package belfry.cli.gluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table in the frame of Python's prettytable. A cell is as wide as it has code points; line ends
 * in it make it higher.
 */
final class Table {
  /** Where a column's cells stand; its head stands there too. */
  enum Align {
    CENTRE,
    RIGHT
  }

  private final List<Align> aligns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param first how the first column stands
   * @param others how all others do
   */
  Table(Align first, Align others, String... heads) {
    var aligns = new ArrayList<>(Collections.nCopies(heads.length, others));
    aligns.set(0, first);
    this.aligns = List.copyOf(aligns);
    rows.add(List.of(heads));
  }

  void row(String... cells) {
    if (cells.length != aligns.size()) {
      throw new IllegalArgumentException(cells.length + " cells (expected: " + aligns.size() + ")");
    }
    rows.add(List.of(cells));
  }

  /** The table with a line end behind its last line. */
  @Override
  public String toString() {
    int[] widths = new int[aligns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).lines().mapToInt(Table::width).max().orElse(0));
      }
    }
    var text = new StringBuilder();
    rule(text, widths);
    row(text, rows.getFirst(), widths);
    rule(text, widths);
    rows.subList(1, rows.size()).forEach(row -> row(text, row, widths));
    if (rows.size() > 1) {
      rule(text, widths);
    }
    return text.toString();
  }

  private static void rule(StringBuilder text, int[] widths) {
    for (int width : widths) {
      text.append('+').append("-".repeat(width + 2));
    }
    text.append("+\n");
  }

  private void row(StringBuilder text, List<String> row, int[] widths) {
    List<List<String>> cells = row.stream().map(cell -> cell.lines().toList()).toList();
    int height = Math.max(1, cells.stream().mapToInt(List::size).max().orElse(1));
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < widths.length; i++) {
        String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        text.append("| ").append(placed(cell, widths[i], aligns.get(i))).append(' ');
      }
      text.append("|\n");
    }
  }

  /** A blank that does not come out even stands before an even text, and behind an odd one. */
  private static String placed(String cell, int width, Align align) {
    int free = width - width(cell);
    int before =
        switch (align) {
          case RIGHT -> free;
          case CENTRE -> width(cell) % 2 == 0 ? (free + 1) / 2 : free / 2;
        };
    return " ".repeat(before) + cell + " ".repeat(free - before);
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
