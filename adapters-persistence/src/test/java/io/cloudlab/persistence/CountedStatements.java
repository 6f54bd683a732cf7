package io.cloudlab.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** A data source that remembers which statements have been prepared. Not thread-safe. */
public final class CountedStatements {
    private final List<String> statements = new ArrayList<>();

    public DataSource over(DataSource real) {
        return proxy(DataSource.class, real);
    }

    /** What has been prepared since the last call. */
    public List<String> taken() {
        List<String> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    private <T> T proxy(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement"))
                        statements.add(((String) arguments[0]).strip().toLowerCase(Locale.ROOT));
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
