package belfry.index;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;

/**
 * Documents with a term that a test accepts. Looks at each different term of the field once, so
 * whatever can be asked of a value can be asked of the index, with the same answer.
 */
final class TermsQuery extends MultiTermQuery {
  private final Predicate<BytesRef> test;

  TermsQuery(String name, Predicate<BytesRef> test) {
    super(name, CONSTANT_SCORE_BLENDED_REWRITE);
    this.test = test;
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    return new FilteredTermsEnum(terms.iterator(), false) {
      @Override
      protected AcceptStatus accept(BytesRef term) {
        return test.test(term) ? AcceptStatus.YES : AcceptStatus.NO;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(getField())) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String name) {
    return getField() + ":<test>";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TermsQuery that && super.equals(that) && test.equals(that.test);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + test.hashCode();
  }
}
