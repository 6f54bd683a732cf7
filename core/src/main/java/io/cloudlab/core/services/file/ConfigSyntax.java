package io.cloudlab.core.services.file;

/** Knows what a configuration file may hold. Thread-safe; implementations pass {@code ConfigSyntaxContract}. */
public interface ConfigSyntax {
    /** @throws io.cloudlab.core.shared.Refused naming the file, line and column, if the text is not valid YAML */
    void check(String fileName, byte[] text);
}
