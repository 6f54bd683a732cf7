package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.process.LabDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueScriptFileTest {
    @TempDir
    private Path lab;

    private Path service;

    @BeforeEach
    void aService() throws IOException {
        service = Files.createDirectories(lab.resolve("services/a/bin/inputs"))
                .getParent()
                .getParent();
        Files.createDirectories(service.resolve("inputs"));
        Files.createDirectories(service.resolve("outputs"));
        for (String file : new String[] {
            "deploy.sh", "config.yaml", "bin/config.yaml", "bin/x.sh", "bin/inputs/y.sh", "inputs/z.sh", "outputs/z.sh"
        }) {
            Files.writeString(service.resolve(file), "");
        }
    }

    private ScriptFile find(String file) {
        return LabDirectory.at(lab).catalogue().scriptFile(new ServiceName("a"), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy.sh", "bin/x.sh", "./bin//x.sh", "bin/inputs/y.sh", "bin/config.yaml"})
    void filesOfTheServiceArePresent(String file) {
        assertThat(find(file)).isEqualTo(ScriptFile.PRESENT);
    }

    @ParameterizedTest
    @CsvSource({
        "'#!/usr/bin/env python3', rwx------, PROGRAM",
        "'#! /usr/bin/python3 -I', rwxr-xr-x, PROGRAM",
        "'#!/usr/bin/env zsh', rwx------, PROGRAM",
        "'#!/usr/bin/env python3', rw-------, PRESENT",
        "'#!/bin/bash -e', rwx------, PRESENT",
        "'#!/bin/sh', rwx------, PRESENT",
        "'#!/usr/bin/env bash', rwx------, PRESENT",
        "'#!', rwx------, PRESENT",
        "'echo hello', rwx------, PRESENT",
        "'# !/usr/bin/python3', rwx------, PRESENT",
    })
    void executableFileWithAnInterpreterOfItsOwnIsAProgram(String firstLine, String permissions, ScriptFile expected)
            throws IOException {
        Path tool = Files.writeString(service.resolve("bin/tool"), firstLine + "\nprint('hello')\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString(permissions));

        assertThat(find("bin/tool")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.sh", "bin", "bin/none.sh", "deploy.sh/x", "none/x.sh"})
    void whatIsNoFileIsMissing(String file) {
        assertThat(find(file)).isEqualTo(ScriptFile.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "/",
                "..",
                "../b/deploy.sh",
                "bin/../deploy.sh",
                "/etc/passwd",
                "bin\\x.sh",
                "deploy.sh\0",
                "a\nb",
                "inputs/z.sh",
                "outputs/z.sh",
                "./inputs/z.sh",
                "config.yaml",
                "./config.yaml",
                "config.yaml/.",
                "instance.yaml",
                "outputs.yaml",
                "scripts.yaml",
                ".cloudlab-0f3c9a1e.tmp",
                "deploy.sh/",
                "-c",
                "-c/x"
            })
    void pathsNoScriptMayHaveAreOutside(String file) {
        assertThat(find(file)).isEqualTo(ScriptFile.OUTSIDE);
    }

    @Test
    void veryLongPathsAreOutside() {
        assertThat(find("a/".repeat(5000) + "x")).isEqualTo(ScriptFile.OUTSIDE);
    }

    @Test
    void linksAreOutsideWhereverTheyLead() throws IOException {
        Files.createSymbolicLink(service.resolve("link.sh"), service.resolve("deploy.sh"));
        Files.createSymbolicLink(service.resolve("dangling.sh"), service.resolve("none"));
        Files.createSymbolicLink(service.resolve("etc"), Path.of("/etc"));

        assertThat(find("link.sh")).isEqualTo(ScriptFile.OUTSIDE);
        assertThat(find("dangling.sh")).isEqualTo(ScriptFile.OUTSIDE);
        assertThat(find("etc/passwd")).isEqualTo(ScriptFile.OUTSIDE);
    }

    @Test
    void anUnknownServiceHasNoFiles() {
        assertThat(LabDirectory.at(lab).catalogue().scriptFile(new ServiceName("b"), "deploy.sh"))
                .isEqualTo(ScriptFile.MISSING);
    }

    @Test
    void aServiceThatIsALinkHasNoFiles() throws IOException {
        Files.createSymbolicLink(lab.resolve("services/b"), service);
        assertThat(LabDirectory.at(lab).catalogue().scriptFile(new ServiceName("b"), "deploy.sh"))
                .isEqualTo(ScriptFile.MISSING);
    }
}
