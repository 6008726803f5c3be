package belfry.source;

import belfry.testing.MemorySource;
import belfry.testing.SourceContract;
import java.util.List;

class MemorySourceTest extends SourceContract {
  @Override
  protected Upstream open() {
    var source = new MemorySource();
    return new Upstream() {
      @Override
      public Source source() {
        return source;
      }

      @Override
      public void send(List<String> events) {
        source.send(events);
      }

      @Override
      public List<String> acknowledged() {
        return source.acknowledged();
      }

      @Override
      public void close() {}
    };
  }
}
