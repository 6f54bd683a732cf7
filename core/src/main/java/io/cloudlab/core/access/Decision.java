package io.cloudlab.core.access;

/** Whether a caller may do something with an object, and what decided that. */
public sealed interface Decision {
    boolean allowed();

    /** The caller may do everything. */
    record Everything() implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** A rule of the object denies this, or seeing the object, to one of the caller's roles. */
    record DeniedByRule(AclRule rule) implements Decision {
        @Override
        public boolean allowed() {
            return false;
        }
    }

    /** A rule of the object allows it to one of the caller's roles. */
    record AllowedByRule(AclRule rule) implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** A tag of the object allows it to one of the caller's roles. */
    record AllowedByTag(TagGrant grant) implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** The caller may do it with all objects of the type. */
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
