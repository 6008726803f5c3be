package belfry.captures;

import belfry.testing.Captures;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recorded file that holds events: how they are in it, and of which dialect they are. */
enum Recording {
  LXD_LIFECYCLE("lxd-lifecycle.jsonl", "lxd"),
  LXD_LOGGING("lxd-logging.jsonl", "lxd"),
  LXD_OPERATION("lxd-operation.jsonl", "lxd"),
  LXD_CLUSTER_1("lxd-cluster-on-n1.jsonl", "lxd"),
  LXD_CLUSTER_2("lxd-cluster-on-n2.jsonl", "lxd"),
  /** What was played to stock clients: one list of events per run, many in several. */
  LXD_MONITOR("lxd-monitor-golden.jsonl", "lxd"),
  GLUSTER_DELIVERIES("gluster-real-deliveries-1node.jsonl", "gluster"),
  GLUSTER_TLS("gluster-tls-deliveries.jsonl", "gluster"),
  GLUSTER_WIRE_DELIVERIES("gluster-wire-deliveries.jsonl", "gluster"),
  GLUSTER_DATAGRAMS("gluster-real-datagrams.jsonl", "gluster"),
  /** Odd datagrams, of which some are none. */
  GLUSTER_WIRE("gluster-wire-cases.jsonl", "gluster"),
  GLANCE_V1("glance-messaging-v1.jsonl", "oslo"),
  GLANCE_V2("glance-notifications-v2.jsonl", "oslo"),
  GLANCE_ERRORS("glance-errors-v2.jsonl", "oslo"),
  GLANCE_AUDIT("glance-cadf-audit-v2.jsonl", "oslo"),
  GLANCE_CACHE("glance-image-send-cache.jsonl", "oslo"),
  GLANCE_TASK("glance-task-delete-v2.jsonl", "oslo"),
  GLANCE_KAFKA("glance-kafka.jsonl", "oslo"),
  /** The log driver writes the plain message behind what every log line begins with. */
  GLANCE_LOG("glance-log-driver.log", "oslo");

  private static final JsonMapper MAPPER = new JsonMapper();

  private final String file;
  private final String dialect;

  Recording(String file, String dialect) {
    this.file = file;
    this.dialect = dialect;
  }

  String dialect() {
    return dialect;
  }

  /** The project its events are sent to, so that they meet those of no other file. */
  String project() {
    return file.substring(0, file.lastIndexOf('.')).replace('.', '-');
  }

  boolean isDatagrams() {
    return this == GLUSTER_DATAGRAMS || this == GLUSTER_WIRE;
  }

  /** How many of them are no events: without a number or seconds, which the daemon drops too. */
  int refused() {
    return this == GLUSTER_WIRE ? 6 : 0;
  }

  /** The events as their systems sent them, in the order of the file; of the same, the first. */
  List<String> events() {
    return switch (this) {
      case LXD_LIFECYCLE, LXD_LOGGING, LXD_OPERATION, LXD_CLUSTER_1, LXD_CLUSTER_2 ->
          Captures.lines(file);
      case LXD_MONITOR ->
          Captures.records(file).stream()
              .flatMap(line -> line.get("events").valueStream())
              .map(MAPPER::writeValueAsString)
              .distinct()
              .toList();
      case GLUSTER_DELIVERIES, GLUSTER_TLS, GLUSTER_WIRE_DELIVERIES -> texts("raw_body");
      case GLUSTER_DATAGRAMS -> texts("datagram");
      case GLUSTER_WIRE -> datagrams();
      case GLANCE_KAFKA -> texts("value");
      case GLANCE_V1, GLANCE_V2, GLANCE_ERRORS, GLANCE_AUDIT, GLANCE_CACHE, GLANCE_TASK ->
          texts("body");
      case GLANCE_LOG ->
          Captures.lines(file).stream()
              .map(line -> line.substring(line.indexOf("] {") + 2))
              .toList();
    };
  }

  private List<String> texts(String key) {
    return Captures.records(file).stream().map(line -> line.get(key).asString()).toList();
  }

  /**
   * Over HTTP a datagram is a line: those with a line feed inside cannot be sent so, and blanks
   * around them, which the daemon ignores, are not kept.
   */
  private List<String> datagrams() {
    Predicate<JsonNode> one = line -> line.get("case").asString().equals("newline in value");
    return Captures.records(file).stream()
        .filter(one.negate())
        .map(line -> line.get("datagram").asString().strip())
        .filter(datagram -> !datagram.isEmpty())
        .toList();
  }
}
