package io.cloudlab.process.yaml;

import io.cloudlab.core.shared.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The words a value may be, each with what it means and with the other words for the same. Upper and lower case count as
 * one.
 */
public final class YamlWords<T> {
    private final List<Word<T>> words;

    /** @param others synonyms, which are taken without a warning */
    public record Word<T>(String word, T meaning, String text, List<String> others) {}

    private YamlWords(List<Word<T>> words) {
        this.words = List.copyOf(words);
    }

    public static <T> YamlWords<T> none() {
        return new YamlWords<>(List.of());
    }

    /** The same words and one more. */
    public YamlWords<T> and(String word, T meaning, String text, String... others) {
        List<Word<T>> more = new ArrayList<>(words);
        more.add(new Word<>(word, meaning, text, List.of(others)));
        return new YamlWords<>(more);
    }

    public Optional<T> find(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(each -> each.word().equals(plain) || each.others().contains(plain))
                .map(Word::meaning)
                .findFirst();
    }

    public List<Word<T>> words() {
        return words;
    }

    public List<String> all() {
        return words.stream()
                .flatMap(each -> Stream.concat(Stream.of(each.word()), each.others().stream()))
                .toList();
    }

    /** All words with this meaning. */
    public List<String> all(T meaning) {
        return words.stream()
                .filter(each -> each.meaning().equals(meaning))
                .flatMap(each -> Stream.concat(Stream.of(each.word()), each.others().stream()))
                .toList();
    }

    /** The meaning of the word that a mistyped one is nearest to. */
    public Optional<T> nearest(String text) {
        return NearestWord.of(text, all()).flatMap(this::find);
    }

    /** Names a word that is not known, the nearest one that is, and all there are. */
    public String unknown(String text) {
        String meant = NearestWord.of(text, all())
                .map(near -> " (perhaps '" + near + "' is meant)")
                .orElse("");
        return YamlFields.shown(text) + meant + "; known are: "
                + String.join(", ", words.stream().map(Word::word).toList());
    }
}
