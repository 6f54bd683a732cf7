package io.cloudlab.core.testing;

import io.cloudlab.core.services.ConfigSyntax;
import io.cloudlab.core.services.FileArea;
import io.cloudlab.core.services.FormerContents;
import java.time.Clock;

/** The doubles do what the real ones do. */
class InMemoryFilesTest implements FileAreaContract, FormerContentsContract, ConfigSyntaxContract {
    private final InMemoryFileArea area = new InMemoryFileArea(Clock.systemUTC());
    private final InMemoryFormerContents formers = new InMemoryFormerContents();

    @Override
    public FileArea area() {
        return area;
    }

    @Override
    public FormerContents formers() {
        return formers;
    }

    @Override
    public ConfigSyntax syntax() {
        return new FakeConfigSyntax();
    }
}
