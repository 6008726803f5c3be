package belfry.http.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import belfry.access.Role;
import belfry.access.trust.Certificates;
import belfry.access.trust.Grant;
import belfry.access.trust.Trusted;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import belfry.registry.Refused;
import belfry.tls.Fingerprint;
import belfry.tls.Pem;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /1.0/certificates}, as LXD has it: whom the hub trusts, and how one comes to be. */
public final class CertificateRoutes {
  static final String PATH = "/1.0/certificates";

  private static final String ONE = PATH + "/{fingerprint}";
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final int CREATED = 201;
  private static final Payload NOTHING = Payload.of("null");
  private static final Payload EMPTY = Payload.of("{}");

  private final Certificates certificates;
  private final JoinRoutes joins;
  private final Joining joining;
  private final Changes changes;

  /** Is told of what concerns security; changes of documents are told of by the registry. */
  public interface Changes {
    void trusted(Call call, Trusted client);

    void changed(Call call, String fingerprint);

    void removed(Call call, String fingerprint);

    /** A token was made, by the id of its operation. */
    void tokenIssued(Call call, String id);

    void tokenRevoked(Call call, String id);
  }

  /**
   * @param password with which clients may join; empty for none
   */
  public CertificateRoutes(
      Certificates certificates,
      JoinRoutes joins,
      Supplier<Optional<String>> password,
      InstantSource clock,
      Changes changes) {
    this.certificates = certificates;
    this.joins = joins;
    this.joining = new Joining(joins.tokens(), new PasswordCheck(password, clock));
    this.changes = changes;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.ADMIN, "GET", PATH, this::list),
        Endpoint.open("POST", PATH, this::post),
        Endpoint.of(Role.ADMIN, "GET", ONE, call -> Reply.sync(found(call).document())),
        Endpoint.of(Role.ADMIN, "PUT", ONE, this::change),
        Endpoint.of(Role.ADMIN, "PATCH", ONE, this::change),
        Endpoint.of(Role.ADMIN, "DELETE", ONE, this::remove));
  }

  private Reply list(Call call) throws Problem {
    boolean objects = call.params().number("recursion", 0, 0, 2) > 0;
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    for (Trusted each : certificates.list()) {
      if (objects) {
        json.raw(each.document());
      } else {
        json.string(PATH + "/" + each.fingerprint());
      }
    }
    return Reply.sync(json.endArray().payload());
  }

  /** The one whose fingerprint begins as the path says. */
  private Trusted found(Call call) throws Problem {
    String prefix = call.variable("fingerprint");
    return certificates.find(prefix).orElseThrow(() -> notFound(prefix));
  }

  private static Problem notFound(String prefix) {
    return new Problem(
        ErrorCode.CERTIFICATE_NOT_FOUND,
        "fingerprint: " + prefix + " (expected: the beginning of exactly one of " + PATH + ")");
  }

  private Reply post(Call call) throws Problem, Busy, IOException, InterruptedException {
    JsonValue body = call.object(BODY_BYTES_MAX);
    String type = body.text("type");
    if (!type.isEmpty() && !type.equals("client")) {
      throw wrong("type", type, "client");
    }
    String name = name(body);
    if (body.get("token").map(value -> value.text().equals("true")).orElse(false)) {
      return joins.issue(call, name, Grant.of(body));
    }
    return call.caller().may(Role.ADMIN) ? add(call, body) : join(call, body);
  }

  private static String name(JsonValue body) throws Problem {
    String name = body.text("name");
    if (name.length() > Trusted.NAME_CHARS_MAX) {
      String expected = "at most " + Trusted.NAME_CHARS_MAX;
      throw wrong("name", name.length() + " characters", expected);
    }
    return name;
  }

  /** An administrator adds the certificate in the body, else its own. */
  private Reply add(Call call, JsonValue body) throws Problem, Busy, IOException {
    String given = body.text("certificate");
    X509Certificate certificate = given.isEmpty() ? shown(call) : parsed(given);
    refuseKnown(certificate);
    var fresh = new Trusted(certificate, body.text("name"), Grant.of(body));
    return added(call, fresh, call.origin());
  }

  /** A stranger makes its own certificate trusted, which TLS proved that it has the key of. */
  private Reply join(Call call, JsonValue body) throws Problem, Busy, IOException {
    X509Certificate certificate = shown(call);
    refuseKnown(certificate);
    Origin by = call.origin("tls/" + Fingerprint.of(certificate));
    return added(call, joining.joined(call, body, certificate, by), by);
  }

  private void refuseKnown(X509Certificate certificate) throws Problem {
    if (certificates.has(certificate)) {
      throw exists();
    }
  }

  private static Problem exists() {
    return new Problem(ErrorCode.CERTIFICATE_EXISTS, "Certificate already in trust store");
  }

  private Reply added(Call call, Trusted fresh, Origin by) throws Problem, Busy, IOException {
    try {
      if (!certificates.add(fresh, by)) {
        throw exists();
      }
    } catch (Refused e) {
      throw new Problem(ErrorCode.CERTIFICATE, String.valueOf(e.getMessage()));
    }
    changes.trusted(call, fresh);
    return Reply.sync(CREATED, NOTHING).header("Location", PATH + "/" + fresh.fingerprint());
  }

  private static X509Certificate shown(Call call) throws Problem {
    return call.certificate()
        .orElseThrow(() -> wrong("certificate", "none", "one in the body or the TLS connection"));
  }

  /** PEM, or as LXD's clients send it: the base64 of the DER. */
  private static X509Certificate parsed(String text) throws Problem {
    try {
      byte[] bytes =
          text.startsWith("-----") ? text.getBytes(US_ASCII) : Base64.getDecoder().decode(text);
      return Pem.certificates(bytes).stream()
          .findFirst()
          .orElseThrow(CertificateRoutes::unreadable);
    } catch (CertificateException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static Problem unreadable() {
    return wrong("certificate", "unreadable", "PEM, or DER in base64");
  }

  private static Problem wrong(String member, String was, String expected) {
    return new Problem(
        ErrorCode.CERTIFICATE,
        member + ": " + was + " (expected: " + expected + ")",
        new Problem.Where("/" + member, 0));
  }

  /** Name and rights; PATCH leaves what it does not name. The certificate itself stays. */
  private Reply change(Call call) throws Problem, Busy, IOException, InterruptedException {
    Trusted known = found(call);
    JsonValue body = call.object(BODY_BYTES_MAX);
    boolean all = call.method().equals("PUT");
    String name = all || body.get("name").isPresent() ? name(body) : known.name();
    Grant grant = all || body.get("restricted").isPresent() ? Grant.of(body) : known.grant();
    try {
      if (!certificates.change(known.fingerprint(), name, grant, call.origin())) {
        throw notFound(known.fingerprint());
      }
    } catch (Refused e) {
      throw new Problem(ErrorCode.CERTIFICATE, String.valueOf(e.getMessage()));
    }
    changes.changed(call, known.fingerprint());
    return Reply.sync(EMPTY);
  }

  private Reply remove(Call call) throws Problem, Busy, IOException {
    String fingerprint = found(call).fingerprint();
    if (!certificates.remove(fingerprint, call.origin())) {
      throw notFound(fingerprint);
    }
    changes.removed(call, fingerprint);
    return Reply.sync(EMPTY);
  }
}
