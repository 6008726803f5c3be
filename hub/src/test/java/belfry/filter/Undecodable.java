package belfry.filter;

import belfry.event.Audit;
import belfry.event.Entry;
import java.util.Optional;

/** Fails a test that decodes. */
record Undecodable(Entry entry) implements Facts {
  @Override
  public Audit audit() {
    throw new AssertionError("audit was decoded");
  }

  @Override
  public Optional<String> data(String path) {
    throw new AssertionError("data was decoded");
  }

  @Override
  public Optional<String> inside(Part part, String path) {
    throw new AssertionError("the inside was decoded");
  }

  @Override
  public String searchText() {
    throw new AssertionError("the text was collected");
  }
}
