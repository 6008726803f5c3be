package belfry.access;

/** Is told about requests that were refused for who sent them. Must return at once. */
public interface Refusals {
  /** Somebody showed credentials that are not accepted, or none where some are needed. */
  void loginFailed(Attempt attempt);

  /** A known caller asked for what it may not do; {@code right} says which right it lacks. */
  void denied(Attempt attempt, String right);

  /**
   * What was tried.
   *
   * @param caller as far as it is known
   * @param userAgent empty if it gave none
   */
  record Attempt(Caller caller, String method, String path, String userAgent) {}
}
