package io.cloudlab.http.api;

/** The answer where there is nothing to tell but that it was done. */
public record StatusJson(String status) {}
