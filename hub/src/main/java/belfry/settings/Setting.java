package belfry.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * Every setting, in the order of the reference page. {@code docs/reference/settings.md} is made
 * from this list.
 */
public enum Setting {
  SERVER_NAME(
      "core.server_name",
      Shape.TEXT,
      "",
      Change.RESTART,
      "What the hub calls itself in `GET /1.0`. Empty: the name of the machine."),
  SOCKET(
      "core.socket",
      Shape.PATH,
      "",
      Change.RESTART,
      "The unix socket; `none` for none. Empty: `unix.socket` in the data directory, where"
          + " `LXD_DIR=<data directory> lxc monitor` finds it."),
  SOCKET_GROUP(
      "core.socket_group",
      Shape.TEXT,
      "",
      Change.RESTART,
      "The group whose members may use the socket, with all rights. Empty: that of the process."),
  HTTP_ADDRESS(
      "core.http_address",
      Shape.ADDRESS,
      "127.0.0.1:8990",
      Change.RESTART,
      "Where plain HTTP is served, `HOST:PORT` with a loopback host, or any with"
          + " `core.http_private`; `none` for nowhere."),
  HTTP_PRIVATE(
      "core.http_private",
      Shape.SWITCH,
      "false",
      Change.RESTART,
      "Whether plain HTTP may be served to other machines. A token is needed there as everywhere"
          + " over TCP, but it and all events can be read on the way: for a private network only."),
  HTTP_HOSTS(
      "core.http_hosts",
      Shape.LIST,
      "",
      Change.RESTART,
      "Names besides the loopback ones that a Host header may have, for a proxy in front."),
  HTTPS_ADDRESS(
      "core.https_address",
      Shape.ADDRESS,
      "none",
      Change.RESTART,
      "Where HTTPS is served, `HOST:PORT`, such as `0.0.0.0:8443`; `none` for nowhere. Callers show"
          + " a certificate that the hub trusts, or a token."),
  HTTPS_CERTIFICATE(
      "core.https_certificate",
      Shape.PATH,
      "",
      Change.RESTART,
      "The PEM file of the certificate to show, and of those that vouch for it; read again when it"
          + " changes. Empty: `server.crt` in the data directory, which the hub makes."),
  HTTPS_KEY(
      "core.https_key",
      Shape.PATH,
      "",
      Change.RESTART,
      "The PEM file of its key. Empty: `server.key` in the data directory."),
  TRUST_PASSWORD(
      "core.trust_password",
      Shape.SECRET,
      "",
      Change.LIVE,
      "With which `lxc remote add` may make the hub trust a client, as an administrator. Empty:"
          + " only tokens of `belfry trust add` do. It is shown to nobody."),
  TOKEN_EXPIRY(
      "core.remote_token_expiry",
      Shape.DURATION,
      "1d",
      Change.LIVE,
      "How long a token of `belfry trust add` is good for."),
  LOG_LEVEL(
      "core.log_level",
      Shape.LEVEL,
      "info",
      Change.LIVE,
      "The least level that is logged: `debug`, `info`, `warning` or `error`."),
  PROJECTS(
      "core.projects",
      Shape.LIST,
      "",
      Change.LIVE,
      "Projects that exist even before their first event; `default` always does."),
  CLUSTER_MEMBERS(
      "cluster.members",
      Shape.LIST,
      "",
      Change.RESTART,
      "The hubs that are the nodes of one Gluster cluster without glusterd: `NAME=http://HOST:PORT`"
          + " each. The one called as this hub (`core.server_name`) is left out, so all nodes may"
          + " have the same list. The token for a member is in the file `cluster/NAME.token` in the"
          + " data directory."),
  EVENTS_FOREIGN(
      "events.foreign",
      Shape.SWITCH,
      "true",
      Change.LIVE,
      "Whether listeners of `/1.0/events` see the events of other systems, as lifecycle events."),
  EVENTS_OLD_CLIENTS(
      "events.old_clients",
      Shape.SWITCH,
      "true",
      Change.LIVE,
      "Whether `ovn` and `security` events are kept from LXD clients before 6.9 and from Incus"
          + " clients that did not ask for a type: their `monitor --pretty` ends at them."),
  EVENTS_PROJECT(
      "events.project",
      Shape.MAPPING,
      "fixed:default",
      Change.LIVE,
      "Which project posted events go to when the request does not say: `fixed:NAME`, `same` (the"
          + " sender's own project) or `prefix:TEXT` (that text before the sender's project)."),
  LOKI_API_URL(
      "loki.api.url",
      Shape.TEXT,
      "",
      Change.LIVE,
      "The Loki that events are pushed to, such as `http://loki:3100`; the path of the push API is"
          + " added. While it is set there is a subscription `loki.api`, whose position is kept, so"
          + " that nothing is lost while Loki is away. The settings `loki.*` are named as LXD's."),
  LOKI_API_CA_CERT(
      "loki.api.ca_cert",
      Shape.CERTIFICATES,
      "",
      Change.LIVE,
      "Who vouches for that Loki, in PEM. Empty: whom the platform trusts."),
  LOKI_AUTH_USERNAME(
      "loki.auth.username",
      Shape.TEXT,
      "",
      Change.LIVE,
      "User name for Loki; sent if there is a password too."),
  LOKI_AUTH_PASSWORD(
      "loki.auth.password",
      Shape.SECRET,
      "",
      Change.LIVE,
      "Password for Loki, or the place of it, `env:NAME` or `file:/path`."),
  LOKI_INSTANCE(
      "loki.instance",
      Shape.TEXT,
      "",
      Change.LIVE,
      "The label `instance`, and the label `location` of events that have none. Empty: the hub's"
          + " name."),
  LOKI_LABELS(
      "loki.labels",
      Shape.LIST,
      "",
      Change.LIVE,
      "Keys of a line that become labels instead, such as `action, requester-username`; hyphens"
          + " become underscores."),
  LOKI_LOGLEVEL(
      "loki.loglevel",
      Shape.LOGRUS_LEVEL,
      "info",
      Change.LIVE,
      "The least level of `logging`, `ovn` and `network-acl` events that are pushed."),
  LOKI_TYPES(
      "loki.types",
      Shape.LIST,
      "lifecycle,logging",
      Change.LIVE,
      "Types of events that are pushed: `lifecycle`, `logging`, `ovn`, `network-acl`, `security`."
          + " The events of other systems are lifecycle events while `events.foreign` is true."),
  LOKI_EXACT(
      "loki.exact",
      Shape.SWITCH,
      "false",
      Change.LIVE,
      "Whether lines are just as LXD's own forwarder writes them: security events without `project`"
          + " and `name`, quotes inside the values of other lines as they are."),
  GLUSTER_NODE(
      "gluster.node",
      Shape.SWITCH,
      "false",
      Change.RESTART,
      "Whether this machine is a node of Gluster where the hub stands in for glustereventsd, which"
          + " must be stopped: it listens for the datagrams of glusterd, bricks and clients."),
  GLUSTER_ROOT(
      "gluster.root",
      Shape.PATH,
      "",
      Change.RESTART,
      "A directory that stands for `/`: below it are `var/lib/glusterd`, `etc/glusterfs`,"
          + " `var/log/glusterfs` and `var/run`, as Gluster's own programs know them."),
  GLUSTER_PID_FILE(
      "gluster.pid_file",
      Shape.PATH,
      "",
      Change.RESTART,
      "The file that is locked while the hub is the daemon. Empty: `/var/run/glustereventsd.pid`,"
          + " where Gluster's own programs look."),
  GLUSTER_PORT(
      "gluster.port",
      Shape.PORT,
      "55555",
      Change.RESTART,
      "The UDP port to listen on, of all addresses. Gluster's programs in C send to 55555, whatever"
          + " is set here."),
  GLUSTER_SENDERS(
      "gluster.senders",
      Shape.LIST,
      "",
      Change.RESTART,
      "Networks that may send datagrams besides this machine and the other nodes of its pool, such"
          + " as `10.1.0.0/16, fd00::/8`: those of the clients that mount its volumes."),
  GLUSTER_WORKDIR(
      "gluster.workdir",
      Shape.PATH,
      "",
      Change.RESTART,
      "The working directory of glusterd. Empty: what `gluster system:: getwd` says, else"
          + " `/var/lib/glusterd`."),
  GLUSTER_PROJECT(
      "gluster.project",
      Shape.MAPPING,
      "fixed:default",
      Change.RESTART,
      "Which project the datagrams go to, as in `events.project`; they name none themselves."),
  GLUSTER_REQUIRED(
      "gluster.required",
      Shape.SWITCH,
      "false",
      Change.RESTART,
      "Whether the hub does not start if the port is taken. Else it starts, says so in"
          + " `/health/ready` and `/1.0/sources`, and tries again."),
  LXD_SOURCES(
      "lxd.sources",
      Shape.LIST,
      "",
      Change.RESTART,
      "LXD and Incus servers to listen to: `NAME=unix:/PATH` or `NAME=https://HOST:PORT`. Members"
          + " of one cluster are `CLUSTER/MEMBER=ADDRESS`; what several of them tell is kept"
          + " once."),
  LXD_CERTIFICATES(
      "lxd.certificates",
      Shape.PATH,
      "",
      Change.RESTART,
      "The folder with `client.crt`, `client.key` and `servercerts/NAME.crt`, as `lxc remote add"
          + " NAME` leaves them in `~/.config/lxc`, for servers over HTTPS. Empty: `lxc` in the"
          + " data directory."),
  LXD_PROJECT(
      "lxd.project",
      Shape.MAPPING,
      "fixed:default",
      Change.RESTART,
      "Which project the events of these servers go to, as in `events.project`."),
  JOURNAL_SEGMENT_BYTES(
      "journal.segment_bytes",
      Shape.BYTES,
      "128 MiB",
      Change.RESTART,
      "A segment file is ended at this size; at most 1 GiB."),
  JOURNAL_RETENTION_AGE(
      "journal.retention_age",
      Shape.DURATION,
      "unlimited",
      Change.LIVE,
      "Events older than this are forgotten, a segment at a time; never earlier."),
  JOURNAL_RETENTION_BYTES(
      "journal.retention_bytes",
      Shape.BYTES,
      "unlimited",
      Change.LIVE,
      "The oldest segments are forgotten while the journal is larger than this."),
  INGEST_IDENTITY_EVENTS(
      "ingest.identity_events",
      Shape.NUMBER,
      "0",
      Change.RESTART,
      "Most events per second that one caller may send; 0 for any number."),
  INGEST_IDENTITY_BYTES(
      "ingest.identity_bytes",
      Shape.BYTES,
      "0",
      Change.RESTART,
      "Most bytes of events per second that one caller may send; 0 for any number."),
  INGEST_PROJECT_EVENTS(
      "ingest.project_events",
      Shape.NUMBER,
      "0",
      Change.RESTART,
      "Most events per second that one project may get; 0 for any number."),
  INGEST_PROJECT_BYTES(
      "ingest.project_bytes",
      Shape.BYTES,
      "0",
      Change.RESTART,
      "Most bytes of events per second that one project may get; 0 for any number."),
  DELIVERY_ALLOW_ADDRESSES(
      "delivery.allow_addresses",
      Shape.LIST,
      "",
      Change.RESTART,
      "Networks such as `10.1.0.0/16` that webhooks may be in besides the public internet. Where"
          + " clouds give out credentials is refused even then."),
  DELIVERY_FILES(
      "delivery.files",
      Shape.PATH,
      "",
      Change.RESTART,
      "The directory that subscriptions with a file stay below. Empty: `files` in the data"
          + " directory.");

  /** What a value looks like. */
  public enum Shape {
    TEXT("text"),
    PATH("a path"),
    ADDRESS("HOST:PORT or none"),
    LIST("a list, or texts with commas between them"),
    SECRET("text"),
    CERTIFICATES("certificates in PEM"),
    LEVEL("debug, info, warning or error"),
    LOGRUS_LEVEL("panic, fatal, error, warning, info, debug or trace"),
    SWITCH("true or false"),
    NUMBER("a whole number"),
    PORT("1 to 65535"),
    BYTES("a number of bytes, or one with KiB, MiB, GiB or TiB, or unlimited"),
    DURATION("a number with s, m, h or d, or unlimited"),
    MAPPING("fixed:NAME, same or prefix:TEXT");

    private final String text;

    Shape(String text) {
      this.text = text;
    }

    /** For error texts and the reference page. */
    public String text() {
      return text;
    }
  }

  /** When a new value takes effect. */
  public enum Change {
    /** At once, by SIGHUP. */
    LIVE,
    /** At the next start. */
    RESTART
  }

  private final String key;
  private final Shape shape;
  private final String standard;
  private final Change change;
  private final String description;

  Setting(String key, Shape shape, String standard, Change change, String description) {
    this.key = key;
    this.shape = shape;
    this.standard = standard;
    this.change = change;
    this.description = description;
  }

  /** The name in the file, e.g. {@code core.http_address}. */
  public String key() {
    return key;
  }

  public Shape shape() {
    return shape;
  }

  /** The value when nobody sets it, as text. */
  public String standard() {
    return standard;
  }

  public Change change() {
    return change;
  }

  public String description() {
    return description;
  }

  /** The name in the environment, e.g. {@code BELFRY_CORE_HTTP_ADDRESS}. */
  public String variable() {
    return "BELFRY_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The part before the first dot. */
  String family() {
    return key.substring(0, key.indexOf('.'));
  }

  /** The setting of this name. */
  public static Optional<Setting> find(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
