package io.cloudlab.http;

/** The answer where there is nothing to tell but that it was done. */
record StatusJson(String status) {}
