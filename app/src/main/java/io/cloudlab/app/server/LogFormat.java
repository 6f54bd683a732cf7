package io.cloudlab.app.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's log: to standard error, one line per event and stack frame. Logback finds this class by itself. */
public final class LogFormat extends ContextAwareBase implements Configurator {
    private static final String OWN = "io.cloudlab";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{24} %replace(%msg){'[\\p{Cntrl}]', ' '}%n%ex{12}%nopex";

    /** Changes how much of the server's own doing is told; other libraries only warn. */
    static void setLevel(String level) {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(OWN)).setLevel(Level.valueOf(level));
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger(OWN).setLevel(Level.INFO);
        context.getLogger("io.javalin").setLevel(Level.OFF); // what it has to say is thrown as well
        // A broken connection is told, with a stack, beside the failure that its user reports.
        context.getLogger("com.zaxxer.hikari.pool.ProxyConnection").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
