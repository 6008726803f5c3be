package belfry.sink.loki;

import belfry.format.json.JsonValue;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.sink.wire.Timeouts;
import belfry.sink.wire.Trust;
import belfry.sink.wire.Url;
import java.util.List;
import java.util.Optional;

/**
 * Where and how entries are pushed.
 *
 * <p>As JSON: {@code url} of the server, without the path of the push API; {@code username} and
 * {@code password}; {@code tls} ({@link Trust}); the members of {@link Timeouts}; {@code batchMax};
 * the members of {@link Form}.
 *
 * @param url of the push API
 * @param login empty unless both user and password are set, as LXD has it
 * @param trust whom we believe
 * @param timeouts how long to wait
 * @param batchMax entries of one attempt, 1 to {@value #BATCH_MAX}
 * @param form labels and lines
 */
record LokiSettings(
    Url url, Optional<Login> login, Trust trust, Timeouts timeouts, int batchMax, Form form) {
  /** Most entries of one attempt. */
  static final int BATCH_MAX = 1000;

  /** Most labels of one's own. */
  static final int LABELS_MAX = 32;

  private static final int BATCH_USUAL = 100;
  private static final String API = "/loki/api/v1/push";

  /** RFC 7617. */
  record Login(String user, Secret password) {}

  /**
   * What entries look like. As JSON: {@code instance}; {@code app}; {@code labels}; {@code exact};
   * {@code hostIp} and {@code port}.
   *
   * @param instance the label of the same name, and the location of what has none
   * @param app the label of the same name, {@code lxd} unless it is said
   * @param labels keys that become labels, e.g. {@code requester-username}
   * @param exact whether lines are just as LXD's own forwarder writes them
   * @param hostIp address that the hub listens at; for its own security events
   * @param port that the hub listens at
   */
  record Form(
      String instance, String app, List<String> labels, boolean exact, String hostIp, String port) {
    Form {
      labels = List.copyOf(labels);
    }

    static Form read(Members members) throws InvalidSink {
      return new Form(
          members.text("instance"),
          members.text("app", "lxd"),
          members.texts("labels", LABELS_MAX),
          members.flag("exact"),
          members.words("hostIp"),
          members.words("port"));
    }
  }

  /**
   * @throws InvalidSink naming the first member that is wrong
   */
  static LokiSettings read(JsonValue settings, Means means) throws InvalidSink {
    Members members = Members.of(settings);
    Url base = Url.read(members, "url");
    base.check(members, "url", means.guard());
    var read =
        new LokiSettings(
            push(base, members),
            login(members),
            Trust.read(members),
            Timeouts.read(members),
            members.number("batchMax", BATCH_USUAL, 1, BATCH_MAX),
            Form.read(members));
    members.end();
    return read;
  }

  private static Url push(Url base, Members members) throws InvalidSink {
    if (base.target().contains("?")) {
      throw members.invalid("url", "a query in it", "none");
    }
    String path = base.target().replaceFirst("/+$", "");
    return new Url(base.tls(), base.host(), base.port(), base.authority(), path + API);
  }

  private static Optional<Login> login(Members members) throws InvalidSink {
    Optional<String> user = members.find("username");
    Optional<Secret> password = members.findSecret("password");
    if (user.isPresent() && user.get().contains(":")) {
      throw members.invalid("username", user.get(), "no colon");
    }
    return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
  }
}
