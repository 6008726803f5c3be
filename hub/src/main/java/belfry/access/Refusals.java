package belfry.access;

/** Is told about requests that were refused for who sent them. Must return at once. */
public interface Refusals {
  /** Somebody showed credentials that are not accepted, or none where some are needed. */
  void loginFailed(Attempt attempt, Login login);

  /** A known caller asked for what it may not do; {@code right} says which right it lacks. */
  void denied(Attempt attempt, String right);

  /** With what somebody wanted to come in: LXD's name of the event and what it says. */
  enum Login {
    TOKEN("authn_login_fail:bearer", "Bearer token not accepted"),
    CERTIFICATE("authn_login_fail:tls", "TLS authentication failure"),
    PASSWORD("authn_login_fail:tls", "Trust password not accepted"),
    JOIN_TOKEN("authn_token_reuse", "Join token not accepted: used, revoked, expired or unknown");

    private final String event;
    private final String description;

    Login(String event, String description) {
      this.event = event;
      this.description = description;
    }

    public String event() {
      return event;
    }

    public String description() {
      return description;
    }
  }

  /**
   * What was tried.
   *
   * @param caller as far as it is known
   * @param userAgent empty if it gave none
   */
  record Attempt(Caller caller, String method, String path, String userAgent) {}
}
