package belfry.cli.gluster;

import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The webhooks of a cluster in {@code webhooks.json}: {@code {"<url>": {"token": "…", "secret":
 * "…"}}}. Entries of old releases are the token alone. Members that we do not know stay.
 */
final class Webhooks {
  static final String FILE = "webhooks.json";

  private static final String TOKEN = "token";
  private static final String SECRET = "secret";

  private final JsonFile file;

  /**
   * @param folder the events directory of Gluster's working directory
   */
  Webhooks(Path folder) {
    file = new JsonFile(folder.resolve(FILE));
  }

  /**
   * In the order in which they were added.
   *
   * @throws Refusal if the file cannot be read
   */
  List<String> urls() throws Refusal {
    return List.copyOf(file.read().keySet());
  }

  /**
   * Adds one; any text is taken as a URL, as the real program does.
   *
   * @param token empty for none
   * @param secret empty for none
   * @throws Refusal if it is there already
   */
  void add(String url, String token, String secret) throws Refusal {
    file.change(
        webhooks -> {
          if (webhooks.containsKey(url)) {
            throw new Refusal(Refusal.EXISTS, "Webhook already exists");
          }
          webhooks.put(
              url,
              JsonFile.value(
                  new JsonWriter(JsonWriter.Style.PYTHON)
                      .beginObject()
                      .member(TOKEN, token)
                      .member(SECRET, secret)
                      .endObject()));
        });
  }

  /**
   * Changes what is given of one.
   *
   * @param token empty to leave it
   * @param secret empty to leave it
   * @throws Refusal if it is not there
   */
  void modify(String url, String token, String secret) throws Refusal {
    file.change(webhooks -> webhooks.put(url, modified(existing(webhooks, url), token, secret)));
  }

  /**
   * @throws Refusal if it is not there
   */
  void remove(String url) throws Refusal {
    file.change(
        webhooks -> {
          existing(webhooks, url);
          webhooks.remove(url);
        });
  }

  private static JsonValue existing(Map<String, JsonValue> webhooks, String url) throws Refusal {
    JsonValue webhook = webhooks.get(url);
    if (webhook == null) {
      throw new Refusal(Refusal.MISSING, "Webhook does not exists");
    }
    return webhook;
  }

  private static JsonValue modified(JsonValue old, String token, String secret) {
    var json = new JsonWriter(JsonWriter.Style.PYTHON).beginObject();
    String oldToken = old.isString() ? old.text() : old.text(TOKEN);
    json.member(TOKEN, token.isEmpty() ? oldToken : token);
    json.member(SECRET, secret.isEmpty() ? old.text(SECRET) : secret);
    old.forEachMember(
        (name, value) -> {
          if (!name.equals(TOKEN) && !name.equals(SECRET)) {
            json.member(name, value);
          }
        });
    return JsonFile.value(json.endObject());
  }
}
