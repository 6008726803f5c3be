package belfry;

/** Which Belfry this is. */
public final class Version {
  private Version() {}

  /** From the manifest of the jar; {@code dev} when run from class files. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
