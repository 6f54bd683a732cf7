package io.cloudlab.core.testing.memory;

import io.cloudlab.core.services.file.ConfigSyntax;
import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.testing.contract.ConfigSyntaxContract;
import io.cloudlab.core.testing.contract.FileAreaContract;
import io.cloudlab.core.testing.contract.FormerContentsContract;
import io.cloudlab.core.testing.fake.FakeConfigSyntax;
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
    public ContentArchive formers() {
        return formers;
    }

    @Override
    public ConfigSyntax syntax() {
        return new FakeConfigSyntax();
    }
}
