package belfry.registry;

/** A name or document that cannot be taken; tell who gave it. Over HTTP a 400. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  public Refused(String message) {
    super(message);
  }
}
