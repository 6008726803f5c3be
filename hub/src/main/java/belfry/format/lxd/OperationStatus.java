package belfry.format.lxd;

import belfry.format.json.JsonValue;

/** How far an operation is; from its status code, which the API guarantees, not from its word. */
enum OperationStatus {
  UNDER_WAY("STARTED"),
  SUCCEEDED("SUCCESS"),
  FAILED("ERROR"),
  CANCELLED("CANCELLED");

  private final String eventStatus;

  OperationStatus(String eventStatus) {
    this.eventStatus = eventStatus;
  }

  /** Cloud.ru's word. */
  String eventStatus() {
    return eventStatus;
  }

  /** Codes of 200 and above are final. Without a code the English word decides. */
  static OperationStatus of(JsonValue metadata) {
    String code = metadata.get("status_code").map(JsonValue::text).orElse("");
    return switch (code.isEmpty() ? metadata.text("status") : code) {
      case "200", "Success" -> SUCCEEDED;
      case "400", "Failure" -> FAILED;
      case "401", "Cancelled" -> CANCELLED;
      default -> UNDER_WAY;
    };
  }
}
