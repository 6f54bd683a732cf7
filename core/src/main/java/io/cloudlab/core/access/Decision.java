package io.cloudlab.core.access;


/** Whether somebody may do something with an object, and what decided that. */
public sealed interface Decision {
    boolean allowed();

    /** He may do everything. */
    record Everything() implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** A rule of the object keeps one of his roles from this, or from seeing the object at all. */
    record DeniedByRule(AclRule rule) implements Decision {
        @Override
        public boolean allowed() {
            return false;
        }
    }

    /** A rule of the object allows it to one of his roles. */
    record AllowedByRule(AclRule rule) implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** A tag of the object allows it to one of his roles. */
    record AllowedByTag(TagGrant grant) implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** He may do it with all objects of the type. */
    record Held(Permission permission) implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** Nothing allows it. */
    record NothingAllows(Permission missing) implements Decision {
        @Override
        public boolean allowed() {
            return false;
        }
    }
}
