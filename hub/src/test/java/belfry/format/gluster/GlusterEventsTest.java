package belfry.format.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.format.catalogue.Catalogue;
import belfry.testing.Proves;
import org.junit.jupiter.api.Test;

class GlusterEventsTest {

  @Test
  @Proves("gluster 25")
  void everyNumberHasItsNameAndTheCatalogueItsSeverity() {
    var catalogue = Catalogue.load();

    assertThat(GlusterEvents.NAMES).hasSize(142).doesNotHaveDuplicates();
    assertThat(GlusterEvents.name(0)).isEqualTo("PEER_ATTACH");
    assertThat(GlusterEvents.name(2)).isEqualTo("VOLUME_CREATE");
    assertThat(GlusterEvents.name(114)).isEqualTo("TIER_DETACH_STOP");
    assertThat(GlusterEvents.name(141)).isEqualTo("DHT_INODES_USAGE");
    assertThat(GlusterEvents.name(142)).isEqualTo("UNKNOWN_142");
    for (String name : GlusterEvents.NAMES) {
      assertThat(catalogue.find("gluster." + name).orElseThrow().severity())
          .as(name)
          .contains(GlusterEvents.severity(name));
    }
  }
}
