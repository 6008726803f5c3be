package belfry.http;

/**
 * Every error a user of the API can get: a stable number, the HTTP status and what to do. {@code
 * docs/reference/errors.md} is made from this list.
 */
public enum ErrorCode {
  TOKEN_MISSING(
      1001,
      401,
      "No credentials",
      "Send `Authorization: Bearer TOKEN`, or use the unix"
          + " socket. The first token is in `admin.token` in the data directory."),
  TOKEN_UNKNOWN(
      1002,
      401,
      "Credentials not accepted",
      "The token is misspelt, was removed or has"
          + " expired. Make another with `POST /1.0/tokens`."),
  ROLE_MISSING(
      1003,
      403,
      "Not allowed",
      "The caller's role does not cover this. Ask for a token of"
          + " the role that the text names."),
  PROJECT_FORBIDDEN(
      1004, 403, "Not allowed for this project", "The caller is bound to other" + " projects."),
  FOREIGN_PAGE(
      1005,
      403,
      "Request of a web page or a foreign name",
      "The Host, Origin or"
          + " Sec-Fetch-Site header is not one of this hub. Use its own address."),
  NOT_TRUSTED(
      1006,
      403,
      "Client not trusted",
      "The hub does not trust the certificate, or password or token are not accepted. Make a token"
          + " with `belfry trust add`, and use it with `lxc remote add`."),

  NOT_FOUND(1101, 404, "No such path", "See `docs/reference/api.md` for all paths."),
  NOT_IMPLEMENTED(
      1102,
      501,
      "Method not implemented on this path",
      "See `docs/reference/api.md`" + " for the methods of each path."),
  METHOD_UNKNOWN(1103, 404, "No such method", "Use a method of RFC 9110."),
  PARAMETER(
      1104,
      400,
      "A parameter has not its shape",
      "The text says what was and what was" + " expected."),
  BAD_REQUEST(
      1105,
      400,
      "Not an HTTP request we can read",
      "Check request line, headers and" + " framing."),
  CONTENT_TYPE(
      1106, 415, "Content-Type not taken here", "The text lists the types this path" + " takes."),
  CONTENT_ENCODING(1107, 415, "Content-Encoding not taken", "Send plain bytes or gzip."),
  BODY_TOO_LARGE(
      1108, 413, "Body too large", "Send less at once; nothing of this body was" + " taken."),
  BODY_BOMB(
      1109,
      413,
      "Body grows too much when unpacked",
      "Send smaller or less compressed" + " batches; nothing of this body was taken."),
  TOO_MANY_ITEMS(
      1110,
      413,
      "Too many events in one body",
      "Split the batch; nothing of this body" + " was taken."),
  BODY_BROKEN(1111, 400, "Body cut off or not what its headers say", "Send it again, whole."),
  FORMAT_UNKNOWN(1112, 404, "No such format", "The text lists the formats."),
  BODIES_BUSY(1113, 429, "Too many bodies at once", "Try again after the seconds in Retry-After."),
  EXPECTATION(1114, 417, "Expectation not met", "Only `100-continue` is known."),
  HEADERS_TOO_LARGE(1115, 431, "Header fields too large", "Send fewer or shorter headers."),
  URI_TOO_LONG(1116, 414, "Request target too long", "Use shorter parameters."),

  ITEM_MALFORMED(
      1201,
      400,
      "Event is not of its format",
      "The column is that of the first wrong" + " byte within the event."),
  ITEM_INVALID(
      1202,
      422,
      "Event says something that cannot be",
      "The pointer leads to the wrong" + " value."),
  ITEM_TOO_LARGE(1203, 413, "Event too large", "An event has at most 1 MiB; it is never cut."),
  ITEM_CONFLICT(
      1204,
      409,
      "Another event has this identity",
      "Same project, source and id, other" + " content. Give the new event its own id."),
  ITEM_FORBIDDEN(
      1205,
      403,
      "Event not allowed for this caller",
      "The caller may not emit for this" + " project or source."),
  ITEM_LOOP(
      1206,
      409,
      "Event sent by this hub itself",
      "A delivery of this hub leads back to it;" + " cut the loop."),
  ITEM_ABANDONED(
      1207,
      424,
      "Another event of the atomic batch was refused",
      "Correct that one, or" + " send without `atomic=1`."),
  ITEMS_REFUSED(
      1208,
      400,
      "Events of the batch were refused",
      "Each refused item has its own code" + " in `metadata.items`."),

  FILTER(
      1301,
      400,
      "Filter cannot be read",
      "The column is that of the first wrong character; see" + " `docs/reference/filter.md`."),
  CURSOR(1302, 400, "Cursor cannot be used", "Send a cursor as this hub gave it out, whole."),
  EXPIRED(1303, 410, "What was asked for is gone by retention", "Go on at `metadata.oldest`."),
  EVENT_NOT_FOUND(
      1304,
      404,
      "No such event",
      "It was never here, is gone by retention or erased," + " or the caller may not see it."),
  PROJECT_NOT_FOUND(1305, 404, "No such project", "See `GET /1.0/projects`."),
  EVENT_TYPE(1306, 400, "No such event type", "The text lists the types of this stream."),
  LISTENERS_BUSY(1307, 429, "Too many listeners", "Close some, or try again later."),
  SEARCH_BUSY(
      1308, 429, "Too many searches at once", "Try again after the seconds in" + " Retry-After."),
  TOKEN_EXISTS(
      1309,
      409,
      "A token of this name exists",
      "Choose another name, or delete the old" + " one first."),
  TOKEN_NOT_FOUND(1310, 404, "No such token", "See `GET /1.0/tokens`."),
  SUBSCRIPTION(
      1311,
      400,
      "Subscription cannot be as written",
      "The pointer leads to the wrong member; the text says what was expected there."),
  SUBSCRIPTION_EXISTS(
      1312,
      409,
      "A subscription of this name exists",
      "Choose another name, or change the one there is with PUT or PATCH."),
  SUBSCRIPTION_NOT_FOUND(1313, 404, "No such subscription", "See `GET /1.0/subscriptions`."),
  PRECONDITION(
      1314, 412, "Changed by somebody else", "Read it again, and send the new ETag in If-Match."),
  SOURCE_NOT_FOUND(1320, 404, "No such source", "See `GET /1.0/sources`."),
  CERTIFICATE_EXISTS(1330, 409, "Certificate trusted already", "There is nothing to do."),
  CERTIFICATE_NOT_FOUND(
      1331,
      404,
      "No such certificate",
      "See `GET /1.0/certificates`; the beginning of a fingerprint will do if it is the only one."),
  CERTIFICATE(
      1332,
      400,
      "Certificate cannot be trusted as asked",
      "The pointer leads to the wrong member; the text says what was expected there."),
  PASSWORDS_BUSY(
      1333, 429, "Too many wrong passwords", "Try again after the seconds in Retry-After."),
  OPERATION_NOT_FOUND(1340, 404, "No such operation", "See `GET /1.0/operations`."),

  DISK_FULL(
      1401,
      507,
      "No room on disk",
      "Nothing of this request was taken. Free space; the hub" + " goes on without a restart."),
  READ_ONLY(
      1402,
      503,
      "The journal is read-only",
      "A write could not be made durable. Check the"
          + " disk, then restart the hub: it verifies its end."),
  BUSY(
      1403,
      429,
      "The hub is behind",
      "Nothing of this request was taken. Try again after the" + " seconds in Retry-After."),
  STOPPING(1404, 503, "The hub is stopping or starting", "Try again in a moment."),
  JOURNAL(
      1405,
      503,
      "The journal cannot be read or written",
      "See the hub's log for the file and" + " the place."),

  INTERNAL(1500, 500, "A fault of the hub", "Please report it with the line in the hub's log.");

  private final int number;
  private final int status;
  private final String title;
  private final String remedy;

  ErrorCode(int number, int status, String title, String remedy) {
    this.number = number;
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  /** The stable name, e.g. {@code BELFRY-1104}. */
  public String text() {
    return "BELFRY-" + number;
  }

  /** The HTTP status it is answered with. */
  public int status() {
    return status;
  }

  /** What happened, in a few words. */
  public String title() {
    return title;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }

  /** The reference page of all errors; {@code docs/reference/errors.md} is its text. */
  public static String markdown() {
    var out = new StringBuilder();
    out.append("# Errors\n\n");
    out.append("Made from `belfry.http.ErrorCode`; a test fails when this page is stale.\n\n");
    out.append(
        "Below `/1.0` an error is LXD's envelope with the code in `metadata.code`, the JSON");
    out.append(" pointer or parameter in\n`metadata.pointer` and the column, from 1, in");
    out.append(" `metadata.column`. Elsewhere it is a problem document (RFC 9457)\nwith the same");
    out.append(" members. `GET /errors/BELFRY-nnnn` shows these lines.\n\n");
    out.append("| code | HTTP | what | what to do |\n|---|---|---|---|\n");
    for (ErrorCode code : values()) {
      out.append("| ").append(code.text()).append(" | ").append(code.status()).append(" | ");
      out.append(code.title()).append(" | ").append(code.remedy()).append(" |\n");
    }
    return out.toString();
  }
}
