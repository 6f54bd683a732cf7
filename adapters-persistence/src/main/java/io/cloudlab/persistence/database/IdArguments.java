package io.cloudlab.persistence.database;

import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.server.ServerId;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** Stores ids that are more than a number as their text. */
final class IdArguments implements ArgumentFactory.Preparable {
    private static final Map<Type, Function<Object, String>> TEXTS = Map.of(
            JobId.class, id -> ((JobId) id).value(),
            ServerId.class, id -> ((ServerId) id).value(),
            TypeSlug.class, slug -> ((TypeSlug) slug).value());

    @Override
    public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
        return Optional.ofNullable(TEXTS.get(type)).map(text -> id -> argument(text, id));
    }

    private static Argument argument(Function<Object, String> text, @Nullable Object id) {
        return (position, statement, context) -> statement.setString(position, id == null ? null : text.apply(id));
    }
}
