package belfry.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The four questions of an operator, over HTTP, with the bodies of the answers read whole. */
final class Search {
  private static final int ROUNDS = 25;

  /** Median milliseconds by question. */
  record Result(Map<String, Double> medians) {}

  private Search() {}

  static Map<String, String> questions() {
    var questions = new LinkedHashMap<String, String>();
    String rare = Events.typeName(60);
    String common = Events.typeName(0);
    questions.put("newest 100 of a rare type, ids", events("type = \"bench." + rare + "\"", true));
    questions.put(
        "two terms, ids", events("type = \"bench." + common + "\" AND source = \"/bench/node-007\"", true));
    questions.put("free text, ids", events(Events.word(4711), true));
    questions.put("newest 100 of a rare type, bodies", events("type = \"bench." + rare + "\"", false));
    questions.put("free text, bodies", events(Events.word(4711), false));
    questions.put("type by minute, all", "/1.0/journal/histogram?field=type&step=1m&since=6h");
    return questions;
  }

  private static String events(String filter, boolean ids) {
    return "/1.0/journal/events?limit=100"
        + (ids ? "&fields=id" : "")
        + "&filter="
        + URLEncoder.encode(filter, UTF_8).replace("+", "%20");
  }

  static Result run(String address, String token) throws IOException {
    var medians = new LinkedHashMap<String, Double>();
    try (Wire wire = Wire.open(address)) {
      for (var question : questions().entrySet()) {
        byte[] head = Wire.head("GET", question.getValue(), token, "", -1);
        double[] took = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
          long start = System.nanoTime();
          int status = wire.exchange(head, new byte[0]);
          took[i] = (System.nanoTime() - start) / 1e6;
          if (status != 200) {
            throw new IOException(question.getValue() + ": " + status + " " + wire.body());
          }
        }
        Arrays.sort(took);
        medians.put(question.getKey(), took[ROUNDS / 2]);
      }
    }
    return new Result(medians);
  }
}
