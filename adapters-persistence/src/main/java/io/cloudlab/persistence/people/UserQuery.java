package io.cloudlab.persistence.people;

import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.database.PageTotals;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The list of users, cut down to some. */
final class UserQuery {
    private final @Nullable String search;
    private final String where;

    UserQuery(@Nullable String search, User.@Nullable Status status) {
        this.search = search;
        List<String> conditions = new ArrayList<>();
        if (search != null)
            conditions.add("(position(:search in search_key) > 0 or position(:asStored in search_key) > 0)");
        if (status != null) conditions.add(condition(status));
        this.where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Page<User> page(Handle handle, PageRequest page) {
        if (search != null && search.indexOf('\0') >= 0) return new Page<>(List.of(), 0, page); // no stored text has it
        List<User> users = query(handle, "select * from cloudlab_user" + where + " order by id limit :n offset :from")
                .bind("n", page.perPage())
                .bind("from", page.offset())
                .map(JdbiUserStore::user)
                .list();
        long total = PageTotals.ofLastPage(page, users.size())
                .orElseGet(() -> query(handle, "select count(*) from cloudlab_user" + where)
                        .mapTo(Long.class)
                        .one());
        return new Page<>(users, total, page);
    }

    private Query query(Handle handle, String sql) {
        Query query = handle.createQuery(sql);
        if (search == null) return query;
        List<String> forms = Folded.searched(search);
        return query.bind("search", forms.get(0)).bind("asStored", forms.get(forms.size() - 1));
    }

    private static String condition(User.Status status) {
        return switch (status) {
            case INVITED -> "invite_accepted_at is null";
            case ACTIVE -> "invite_accepted_at is not null and active";
            case INACTIVE -> "invite_accepted_at is not null and not active";
        };
    }
}
