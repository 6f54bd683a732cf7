package io.cloudlab.http.api.inventory;

import io.cloudlab.http.routing.Param;

/** Values that several routes of the inventory take. */
final class InventoryParams {
    static final Param<String> TYPE = Param.path("type", "The slug of the object's type.", text -> text);
    static final Param<Long> ID = Param.longId("id", "The object's id.");

    private InventoryParams() {}
}
