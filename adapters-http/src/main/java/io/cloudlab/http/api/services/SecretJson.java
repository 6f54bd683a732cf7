package io.cloudlab.http.api.services;

import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.core.services.secret.SecretVersion;
import io.cloudlab.http.body.Bodies;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A secret of a service or of the lab, without its value.
 *
 * @param versions the newest first
 */
record SecretJson(String name, List<VersionJson> versions) {
    static SecretJson of(SecretName name, List<SecretVersion> versions) {
        return new SecretJson(
                name.value(),
                versions.stream()
                        .map(version -> new VersionJson(version.author(), version.writtenAt()))
                        .toList());
    }

    /** @param createdAt when it was written */
    record VersionJson(String author, Instant createdAt) {}

    record ListOf(List<SecretJson> secrets) {
        static ListOf of(Map<SecretName, List<SecretVersion>> secrets) {
            return new ListOf(secrets.entrySet().stream()
                    .map(each -> SecretJson.of(each.getKey(), each.getValue()))
                    .toList());
        }
    }

    record Value(String value) {
        Value {
            Bodies.require("value", value);
        }

        /** Leaves the value out. */
        @Override
        public String toString() {
            return "Value";
        }
    }

    /** @param dotenv lines of {@code NAME=value} */
    record DotEnv(String dotenv) {
        DotEnv {
            Bodies.require("dotenv", dotenv);
        }

        /** Leaves the values out. */
        @Override
        public String toString() {
            return "DotEnv";
        }
    }

    record Saved(String status, List<String> names) {
        static Saved of(List<SecretName> names) {
            return new Saved("saved", names.stream().map(SecretName::value).toList());
        }
    }

    record Removed(String status, String name) {}
}
