package io.cloudlab.http.security;

import java.time.Duration;

/** How often something may be done within any stretch of time of a given length. */
interface Rate {
    int max();

    Duration span();
}
