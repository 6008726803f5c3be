package belfry.cli.print;

import belfry.format.json.JsonValue;
import java.util.Optional;
import java.util.TreeMap;

/** As {@code lxc monitor --format yaml}: sorted keys, and two empty lines behind each event. */
public final class LxcYaml implements EventPrinter {
  @Override
  public Optional<String> print(JsonValue event) {
    return Optional.of(
        YamlText.of(event, () -> new TreeMap<>(YamlKeyOrder.INSTANCE), GoText::shortNumber)
            + "\n\n");
  }
}
