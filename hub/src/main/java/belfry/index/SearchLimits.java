package belfry.index;

import java.time.Duration;

/**
 * What one search may cost.
 *
 * @param scanned most entries behind the index that it scans
 * @param findScanned the same for finding by id
 * @param verified most candidates that it looks at
 * @param lagWait how long it waits for an index that is too far behind
 */
record SearchLimits(int scanned, int findScanned, int verified, Duration lagWait) {
  static final SearchLimits DEFAULT =
      new SearchLimits(
          Search.SCANNED_MAX, Search.FIND_SCANNED_MAX, Search.VERIFIED_MAX, Search.LAG_WAIT);
}
