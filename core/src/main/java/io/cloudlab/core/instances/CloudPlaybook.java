package io.cloudlab.core.instances;

import io.cloudlab.core.jobs.job.JobPlan;

/** The playbooks of the lab that know the cloud, and what those that were run say of the instances. */
enum CloudPlaybook {
    /** Writes the inventory of all instances. */
    GENERATE_INVENTORY("generate-inventory"),
    /** Destroys the instances of one service, or of all. */
    STOP_INSTANCES("stop-instances"),
    /** Destroys one instance. */
    STOP_SINGLE_INSTANCE("stop-single-instance");

    static final String SERVICE = "service_filter";
    static final String LABEL = "label";
    static final String REGION = "region";

    /** Relative to the lab directory. */
    final String file;

    CloudPlaybook(String name) {
        this.file = "init_playbook/" + name + ".yaml";
    }

    /** Whether the job runs it, be it started here or as the action of an inventory type. */
    boolean isPartOf(JobPlan plan) {
        return plan.playbooks().contains(file);
    }
}
