package belfry.sink.log;

import belfry.sink.SinkKind;
import belfry.testing.SinkContract;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

class LogSinkTest extends SinkContract {
  private final List<String> lines = new ArrayList<>();

  @Override
  protected SinkKind kind() {
    return new LogKind(new Listing(lines));
  }

  @Override
  protected String settings() {
    return "{\"format\": \"gluster\"}";
  }

  @Override
  protected String failing() {
    return "";
  }

  @Override
  protected List<String> arrived() {
    return lines;
  }

  @Override
  protected List<String> keys() {
    return lines;
  }

  private record Listing(List<String> lines) implements System.Logger {
    @Override
    public String getName() {
      return LogKind.LOGGER;
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
      lines.add(text);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(format);
    }
  }
}
