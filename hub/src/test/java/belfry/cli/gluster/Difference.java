package belfry.cli.gluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where we answer other than the recording.
 *
 * @param key section and command line
 * @param reason why
 */
record Difference(String key, String reason, String out, String err, int exit) {
  private static final String SYNC = table("SYNC STATUS", "OK");
  private static final String TRACEBACK = "the real program ends in a traceback";
  private static final String UNCHECKED = "a value that the daemon cannot use is refused";
  private static final String PORT = "the port of the C programs is built in: said on stderr";
  private static final String REFUSED_BEFORE = "the port 99999999 was refused before";
  private static final String PORT_REFUSED = "port: %s (expected: 1 to 65535)\n";
  private static final String NO_GLUSTERD =
      "Connection failed. Please check if gluster daemon is operational.\n";

  private static final List<Difference> ALL =
      List.of(
          json("B status --json", "{\"webhooks\": [], \"data\": [" + row() + "]}"),
          json(
              "D status --json",
              "{\"webhooks\": [\"http://127.0.0.1:9000/listen\", \"http://127.0.0.1:9000/tok\","
                  + " \"http://127.0.0.1:9000/jwt\", \"not a url\"], \"data\": ["
                  + row()
                  + "]}"),
          new Difference(
              "C gluster-eventsapi webhook-test http://127.0.0.1:9000/listen --bearer_token TOKEN1"
                  + " --secret SECRET1",
              TRACEBACK,
              table("WEBHOOK STATUS", "OK"),
              "",
              0),
          json(
              "C webhook-test http://127.0.0.1:9000/listen -s SECRET1 --json",
              "[{\"node\": \"localhost\", \"node_status\": \"UP\", \"webhook_status\": \"OK\","
                  + " \"error\": \"\"}]"),
          new Difference(
              "E gluster-eventsapi config-set log-level bogus-level",
              UNCHECKED,
              "",
              "log-level: bogus-level (expected: one of CRITICAL, ERROR, WARNING, INFO, DEBUG,"
                  + " NOTSET)\n",
              1),
          new Difference(
              "E gluster-eventsapi config-set port 24009",
              PORT,
              "\nRestart glustereventsd in all nodes\n" + SYNC,
              warning("24009"),
              0),
          new Difference(
              "E gluster-eventsapi config-set port 24009 #2",
              PORT,
              "\nRestart glustereventsd in all nodes\n" + SYNC,
              warning("24009"),
              0),
          new Difference(
              "E gluster-eventsapi config-set port 24010 --json",
              PORT + "; so is the note that makes it no JSON",
              "{\"output\": [{\"node\": \"localhost\", \"node_status\": \"UP\", \"sync_status\":"
                  + " \"OK\", \"error\": \"\"}], \"error\": \"\"}\n",
              warning("24010") + "\nRestart glustereventsd in all nodes\n",
              0),
          new Difference(
              "E gluster-eventsapi config-set port abc",
              TRACEBACK,
              "",
              PORT_REFUSED.formatted("abc"),
              1),
          new Difference(
              "E gluster-eventsapi config-set port 99999999",
              UNCHECKED,
              "",
              PORT_REFUSED.formatted("99999999"),
              1),
          new Difference(
              "E cat /var/lib/glusterd/events/config.json",
              REFUSED_BEFORE,
              "{\"log-level\": \"INFO\", \"disable-events-log\": false, \"port\": 24010}",
              "",
              0),
          new Difference(
              "E gluster-eventsapi config-get",
              REFUSED_BEFORE,
              """
              +--------------------+-------+
              |        NAME        | VALUE |
              +--------------------+-------+
              |     log-level      |  INFO |
              |        port        | 24010 |
              | disable-events-log | False |
              +--------------------+-------+
              """,
              "",
              0),
          new Difference(
              "E gluster-eventsapi config-get --json",
              REFUSED_BEFORE,
              "{\"output\": {\"log-level\": \"INFO\", \"port\": 24010, \"disable-events-log\":"
                  + " false}, \"error\": \"\"}\n",
              "",
              0),
          new Difference(
              "F2 n1 gluster-eventsapi status",
              "the real program says OK of a daemon that was killed",
              """
              Webhooks:\s
              http://10.77.0.1:9000/listen

              +-----------+-------------+-----------------------+
              |    NODE   | NODE STATUS | GLUSTEREVENTSD STATUS |
              +-----------+-------------+-----------------------+
              |   node2   |          UP |          NOT OK: DOWN |
              | localhost |          UP |                    OK |
              +-----------+-------------+-----------------------+
              """,
              "",
              0),
          new Difference(
              "F6 n1 gluster-eventsapi status",
              TRACEBACK,
              "Webhooks: \nhttp://10.77.0.1:9000/listen\nhttp://10.77.0.1:9000/second\n\n",
              NO_GLUSTERD,
              1),
          new Difference("F6 n1 gluster-eventsapi reload", TRACEBACK, "", NO_GLUSTERD, 1));

  /** By key. */
  static Map<String, Difference> all() {
    var all = new LinkedHashMap<String, Difference>();
    ALL.forEach(difference -> all.put(difference.key(), difference));
    return all;
  }

  private static Difference json(String key, String output) {
    String line = "{\"output\": " + output + ", \"error\": \"\"}\n";
    return new Difference(key.replaceFirst(" ", " gluster-eventsapi "), TRACEBACK, line, "", 0);
  }

  private static String row() {
    return "{\"node\": \"localhost\", \"node_status\": \"UP\", \"glustereventsd_status\": \"OK\","
        + " \"error\": \"\"}";
  }

  private static String warning(String port) {
    return "warning: port "
        + port
        + ": events of glusterd, bricks and clients go on to 55555, which is built into them\n";
  }

  private static String table(String head, String cell) {
    var table = new Table(Table.Align.CENTRE, Table.Align.RIGHT, "NODE", "NODE STATUS", head);
    table.row("localhost", "UP", cell);
    return table.toString();
  }
}
