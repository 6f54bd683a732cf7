package io.cloudlab.core.testing.contract.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.inventory.type.TypeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface TypeSourceContract {
    TypeSource source();

    /** Declares exactly these types, each with one field. */
    void declare(String... slugs) throws Exception;

    /** Takes away the place where types are declared. */
    void takeAway() throws Exception;

    private List<String> slugs() {
        return source().now().types().stream().map(type -> type.slug().value()).toList();
    }

    @Test
    default void declaredTypesAreFound() throws Exception {
        declare("box", "host");
        assertThat(slugs()).containsExactly("box", "host");
        assertThat(source().now().whole()).isTrue();
        assertThat(source().now().problems()).isEmpty();
        assertThat(source().type("host")).map(type -> type.slug().value()).contains("host");
        assertThat(source().type("other")).isEmpty();
    }

    @Test
    default void changeIsSeenAtOnceWhenLookedAtAgain() throws Exception {
        declare("box");
        assertThat(slugs()).containsExactly("box");
        declare("box", "host");
        assertThat(source().type("host")).isPresent();
        assertThat(slugs()).containsExactly("box", "host");
    }

    @Test
    default void sameObjectIsReturnedWhileNothingChanges() throws Exception {
        declare("box");
        assertThat(source().types()).isSameAs(source().types());
    }

    @Test
    default void placeThatIsAwayIsToldFromOneWithoutTypes() throws Exception {
        declare("box");
        assertThat(slugs()).containsExactly("box");
        takeAway();
        assertThat(source().now().whole()).isFalse();
    }
}
