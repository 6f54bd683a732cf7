package io.cloudlab.core.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the rules of objects and services and the grants of tags are kept. They go when their object, tag or role goes,
 * but rules of a synchronised object return with the next object of the same type, source and key.
 * Implementations are thread-safe.
 */
public interface AclStore {
    /** The rules and tag grants of an object, read in one query; {@link ObjectRules#NONE} if there is no such object. */
    ObjectRules of(long objectId);

    /**
     * Makes the rule of an object for a role and a permission have this effect.
     *
     * @throws io.cloudlab.core.shared.NotFound if there is no such object or role
     */
    AclRule put(long objectId, int roleId, String permission, AclRule.Effect effect);

    /** @return false if the object has no such rule */
    boolean remove(long objectId, long ruleId);

    /** The rules of all services that have some, by the services' names; those of one by id. */
    Map<String, List<AclRule>> ofServices();

    /**
     * Makes the rule of a service for a role and a permission have this effect. Whether there is the service is not asked.
     *
     * @throws io.cloudlab.core.shared.NotFound if there is no such role
     */
    AclRule putForService(String service, int roleId, String permission, AclRule.Effect effect);

    /** @return false if the service has no such rule */
    boolean removeForService(String service, long ruleId);

    /** The grants of these tags, by id. */
    List<TagGrant> grants(Collection<Integer> tagIds);

    /**
     * Lets a role do something with every object that has the tag; doing it again changes nothing.
     *
     * @throws io.cloudlab.core.shared.NotFound if there is no such tag or role
     */
    TagGrant grant(int tagId, int roleId, String permission);

    /**
     * Which of these roles have a rule with this effect on any object or service. Tag grants count as rules that allow, whether or not an
     * object has the tag.
     */
    Set<Integer> ruled(AclRule.Effect effect, Collection<Integer> roleIds);

    /** @return false if the tag has no such grant */
    boolean revoke(int tagId, long grantId);
}
