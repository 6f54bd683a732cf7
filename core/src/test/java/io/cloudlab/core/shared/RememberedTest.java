package io.cloudlab.core.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Remembered<List<Integer>, String> remembered = new Remembered<>();
    private final List<List<Integer>> made = new ArrayList<>();

    @Test
    void valueIsReusedForTheSameObjectOnly() {
        List<Integer> one = new ArrayList<>(List.of(1));
        String first = of(one);
        assertThat(of(one)).isSameAs(first);
        assertThat(of(new ArrayList<>(one))).isEqualTo(first);
        assertThat(made).hasSize(2);
    }

    @Test
    void leastRecentlyUsedValueIsDropped() {
        List<Integer> often = List.of(0);
        List<Integer> once = List.of(1);
        of(often);
        of(once);
        for (int i = 2; i < 30; i++) {
            of(List.of(i));
            of(often);
        }
        of(once);
        assertThat(made.stream().filter(each -> each == often)).hasSize(1);
        assertThat(made.stream().filter(each -> each == once)).hasSize(2);
    }

    private String of(List<Integer> source) {
        return remembered.of(source, each -> {
            made.add(each);
            return each.toString();
        });
    }
}
