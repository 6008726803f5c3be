package belfry.sink.noop;

import belfry.sink.SinkKind;
import belfry.testing.SinkContract;
import java.util.List;

class NoopSinkTest extends SinkContract {
  @Override
  protected SinkKind kind() {
    return new NoopKind();
  }

  @Override
  protected String settings() {
    return "{}";
  }

  @Override
  protected String failing() {
    return "";
  }

  @Override
  protected List<String> arrived() {
    return List.of();
  }

  @Override
  protected List<String> keys() {
    return List.of();
  }

  @Override
  protected boolean keeps() {
    return false;
  }
}
