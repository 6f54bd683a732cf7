package io.cloudlab.core;

/** The version of this build, as its jar names it. */
public final class Version {
    private static final String UNPACKAGED = "development";

    private Version() {}

    /** For example {@code 0.1.0}; {@code development} for classes that are not in a jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKAGED : version;
    }
}
