/** The command {@code doctor}: examines the machine and says how to mend what it finds. */
@NullMarked
package io.cloudlab.app.doctor;

import org.jspecify.annotations.NullMarked;
