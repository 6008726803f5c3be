package belfry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The catalogue of errors. */
class ErrorCodeTest {
  @Test
  void thePageIsWhatTheListSays() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "reference", "errors.md"));
    assertThat(page).isEqualTo(ErrorCode.markdown());
  }

  @Test
  void everyCodeIsThereOnceAndIsAnError() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::text)).doesNotHaveDuplicates();
    assertThat(ErrorCode.values()).allMatch(code -> code.status() >= 400 && code.status() < 600);
    assertThat(ErrorCode.values()).allMatch(code -> code.text().matches("BELFRY-\\d{4}"));
  }
}
