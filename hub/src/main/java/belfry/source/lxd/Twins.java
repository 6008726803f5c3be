package belfry.source.lxd;

import belfry.event.Payload;
import belfry.format.Uuids;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the same frame was already seen on a connection, so that two events that look alike
 * stay two. Used by one thread.
 */
final class Twins {
  /** So many frames are remembered; the one that was not seen for longest is forgotten first. */
  static final int FRAMES_MAX = 16_384;

  private final Map<Payload, Integer> seen = new LinkedHashMap<>(64, 0.75f, true);

  /** 0 for a frame that is new. */
  int earlier(Payload frame) {
    var hash = Payload.owning(Uuids.sha256(frame));
    int earlier = seen.merge(hash, 1, Integer::sum) - 1;
    if (seen.size() > FRAMES_MAX) {
      var eldest = seen.entrySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return earlier;
  }
}
