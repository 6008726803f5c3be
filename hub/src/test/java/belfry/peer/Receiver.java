package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of somebody else that receives webhooks and prints what it gets. */
final class Receiver implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Receiver(Process process) {
    this.process = process;
  }

  static Receiver start(List<String> command, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var receiver = new Receiver(builder.start());
    Thread.ofVirtual().name("receiver").start(receiver::read);
    return receiver;
  }

  private void read() {
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      out.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  /** The next line that holds a text; fails if none comes. */
  String line(String text) throws InterruptedException {
    var others = new ArrayList<String>();
    while (true) {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("a line with %s; it printed %s", text, others).isNotNull();
      if (line.contains(text)) {
        return line;
      }
      others.add(line);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
