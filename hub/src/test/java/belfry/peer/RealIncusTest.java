package belfry.peer;

/** The Incus daemon of Debian's backports, 6.0.4. */
class RealIncusTest extends RealServerContract {
  @Override
  LxdDaemon.Brand brand() throws Exception {
    return Incus.daemon();
  }
}
