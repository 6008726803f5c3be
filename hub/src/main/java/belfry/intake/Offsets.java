package belfry.intake;

/** Where a byte of an inner document stands in the outermost bytes. */
@FunctionalInterface
interface Offsets {
  /** The outermost document itself. */
  Offsets SAME = at -> at;

  /**
   * @param at 0 to the size of the inner document, both included
   */
  int of(int at);
}
