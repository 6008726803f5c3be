package belfry.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQLite with FTS5 as an event store, the peer for search: WAL, synchronous FULL, same events. */
final class Sqlite implements AutoCloseable {
  private static final int BATCH = 1000;
  private static final int ROUNDS = 25;
  private static final Pattern FIELDS =
      Pattern.compile(
          "\"id\":\"([^\"]+)\",\"source\":\"([^\"]+)\",\"type\":\"([^\"]+)\".*?\"project\":\"([^\"]+)\""
              + ",\"authid\":\"([^\"]+)\".*\"note\":\"([^\"]+)\"");

  private final Path file;
  private final Connection connection;

  Sqlite(Path file) throws SQLException {
    this.file = file;
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute(
          "CREATE TABLE e(n INTEGER PRIMARY KEY, id TEXT, source TEXT, type TEXT, project TEXT,"
              + " actor TEXT, recorded INTEGER, body TEXT)");
      statement.execute("CREATE INDEX e_type ON e(type, n)");
      statement.execute("CREATE INDEX e_source ON e(source, n)");
      statement.execute("CREATE INDEX e_project ON e(project, n)");
      statement.execute("CREATE INDEX e_actor ON e(actor, n)");
      statement.execute("CREATE VIRTUAL TABLE t USING fts5(note, content='')");
    }
    connection.setAutoCommit(false);
  }

  /** Returns events per second, every batch of 1,000 committed. */
  double load(long count) throws SQLException {
    var events = new Events(100);
    long start = System.nanoTime();
    try (PreparedStatement row =
            connection.prepareStatement("INSERT INTO e VALUES(?,?,?,?,?,?,?,?)");
        PreparedStatement text = connection.prepareStatement("INSERT INTO t(rowid,note) VALUES(?,?)")) {
      for (long n = 0; n < count; n++) {
        String event = events.event("r");
        Matcher fields = FIELDS.matcher(event);
        if (!fields.find()) {
          throw new IllegalStateException(event);
        }
        row.setLong(1, n);
        for (int i = 1; i <= 5; i++) {
          row.setString(i + 1, fields.group(i));
        }
        row.setLong(7, System.currentTimeMillis());
        row.setString(8, event);
        row.addBatch();
        text.setLong(1, n);
        text.setString(2, fields.group(6));
        text.addBatch();
        if (n % BATCH == BATCH - 1 || n == count - 1) {
          row.executeBatch();
          text.executeBatch();
          connection.commit();
        }
      }
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  /** The questions of {@link Search}, median milliseconds, bodies read. */
  Map<String, Double> ask() throws SQLException {
    String rare = "bench." + Events.typeName(60);
    String common = "bench." + Events.typeName(0);
    var sql = new LinkedHashMap<String, String>();
    sql.put(
        "newest 100 of a rare type, bodies",
        "SELECT body FROM e WHERE type='" + rare + "' ORDER BY n DESC LIMIT 100");
    sql.put(
        "two terms, ids",
        "SELECT id FROM e WHERE type='" + common + "' AND source='/bench/node-007' ORDER BY n DESC LIMIT 100");
    sql.put(
        "free text, bodies",
        "SELECT body FROM e WHERE n IN (SELECT rowid FROM t WHERE note MATCH '"
            + Events.word(4711)
            + "' ORDER BY rowid DESC LIMIT 100) ORDER BY n DESC");
    sql.put(
        "type by minute, all", "SELECT type, recorded/60000, count(*) FROM e GROUP BY 1,2");
    var medians = new LinkedHashMap<String, Double>();
    for (var query : sql.entrySet()) {
      int rounds = query.getKey().startsWith("type by") ? 5 : ROUNDS;
      double[] took = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(query.getValue())) {
          while (rows.next()) {
            rows.getString(1);
          }
        }
        took[i] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(took);
      medians.put(query.getKey(), took[rounds / 2]);
    }
    return medians;
  }

  long bytes() throws java.io.IOException {
    return Files.size(file);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
