package belfry.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rows in columns. On a terminal the last column is cut to what fits, with an ellipsis; in a pipe
 * nothing is cut. Control characters come out as {@code \x1b}, so that an event cannot write to the
 * terminal.
 */
public final class Columns {
  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();
  private final Paint paint;
  private final OptionalInt width;

  /** A text and its colour. */
  public record Cell(String text, Optional<Paint.Ink> ink) {
    public Cell {
      text = visible(text);
    }

    public static Cell of(String text) {
      return new Cell(text, Optional.empty());
    }

    public static Cell of(String text, Paint.Ink ink) {
      return new Cell(text, Optional.of(ink));
    }
  }

  /**
   * @param width of the terminal; empty in a pipe
   */
  public Columns(Paint paint, OptionalInt width) {
    this.paint = paint;
    this.width = width;
  }

  public void head(String... names) {
    var cells = new ArrayList<Cell>();
    for (String name : names) {
      cells.add(Cell.of(name, Paint.Ink.BOLD));
    }
    rows.add(cells);
  }

  public void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  public void row(String... texts) {
    var cells = new ArrayList<Cell>();
    for (String text : texts) {
      cells.add(Cell.of(text));
    }
    rows.add(cells);
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], length(row.get(i).text()));
      }
    }
    var out = new StringBuilder();
    for (List<Cell> row : rows) {
      line(out, row, widths);
    }
    return out.toString();
  }

  private void line(StringBuilder out, List<Cell> row, int[] widths) {
    int used = 0;
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      boolean last = i == row.size() - 1;
      String text = last ? fitted(cell.text(), used) : cell.text();
      out.append(cell.ink().map(ink -> paint.ink(ink, text)).orElse(text));
      if (!last) {
        out.append(" ".repeat(widths[i] - length(text))).append(GAP);
        used += widths[i] + GAP.length();
      }
    }
    while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    out.append('\n');
  }

  private String fitted(String text, int used) {
    if (width.isEmpty() || used + length(text) <= width.getAsInt()) {
      return text;
    }
    int room = Math.max(8, width.getAsInt() - used - 1);
    return length(text) <= room ? text : text.substring(0, text.offsetByCodePoints(0, room)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The text on one line, with control characters made visible. */
  public static String visible(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (Character.isISOControl(c)) {
            out.append("\\x%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
