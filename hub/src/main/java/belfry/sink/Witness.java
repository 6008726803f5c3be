package belfry.sink;

import java.util.Optional;

/** A sink that can say what its last attempt was on the wire. Asked by the sink's own thread. */
public interface Witness {
  /** Empty if nothing was sent, or before the first attempt. */
  Optional<Exchange> exchange();
}
