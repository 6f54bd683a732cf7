package io.cloudlab.core.services;

/** A service together with its parsed instance.yaml. */
public record ServiceDetail(ServiceDefinition definition, InstanceFile instance) {}
