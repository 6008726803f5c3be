package belfry.access.trust;

import static java.util.Objects.requireNonNull;

import belfry.access.Caller;
import belfry.access.Role;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.filter.View;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.tls.Fingerprint;
import belfry.tls.Pem;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A client that is trusted by its certificate.
 *
 * @param certificate whose fingerprint names it
 * @param name for people; may be empty, and others may have the same
 * @param grant what it may do
 */
public record Trusted(X509Certificate certificate, String name, Grant grant) {
  /** Longest name. */
  public static final int NAME_CHARS_MAX = 255;

  private static final String PROTOCOL = "tls";

  public Trusted {
    requireNonNull(certificate, "certificate");
    requireNonNull(name, "name");
    requireNonNull(grant, "grant");
  }

  public String fingerprint() {
    return Fingerprint.of(certificate);
  }

  /** Whether it came by a certificate. */
  static boolean named(Caller caller) {
    return caller.protocol().equals(PROTOCOL);
  }

  /** With other rights or another name. */
  Trusted with(String otherName, Grant other) {
    return new Trusted(certificate, otherName, other);
  }

  boolean validAt(Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** It as a caller: an administrator, or one who sends and reads within its projects. */
  public Caller caller(String address) {
    Set<Role> roles =
        grant.projects().isEmpty() ? Set.of(Role.ADMIN) : Set.of(Role.READ, Role.INGEST);
    return new Caller(PROTOCOL, fingerprint(), address, roles, grant.projects());
  }

  View view() {
    return caller("").view();
  }

  /** It as LXD shows it, members in LXD's order; also what is kept of it. */
  public Payload document() {
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 2048).beginObject();
    json.member("name", name).member("type", "client");
    grant.write(json);
    json.member("certificate", Pem.text(certificate));
    return json.member("fingerprint", fingerprint()).endObject().payload();
  }

  /**
   * Reads what {@link #document} wrote.
   *
   * @throws IOException if it is something else
   */
  static Trusted of(Payload document) throws IOException {
    try {
      JsonValue json = Json.parse(document);
      Optional<X509Certificate> certificate =
          Pem.certificates(json.text("certificate")).stream().findFirst();
      return new Trusted(
          certificate.orElseThrow(() -> new IOException("certificate: none")),
          json.text("name"),
          Grant.of(json));
    } catch (Malformed | CertificateException e) {
      throw new IOException("trusted certificate that cannot be read: " + e.getMessage(), e);
    }
  }
}
