package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.testing.TestPeople;
import io.cloudlab.core.testing.UnreliableStores;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two change a user at once: the second is told, and every such call declares that it may be. */
class StaleUsersTest {
    private final AtomicReference<UnreliableStores> unreliable = new AtomicReference<>();
    private final TestServer server = TestServer.on(stores -> {
        unreliable.set(new UnreliableStores(stores));
        return unreliable.get();
    });
    private final String admin = server.token(Permission.ALL);
    private String link = "";
    private int invited;

    @BeforeEach
    void invite() {
        link = server.invite(admin, "mira");
        invited = server.idOf("mira");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Another change of the user is stored right behind the next call of the stores' method of this name. */
    private void overtake(String method, String username) {
        unreliable.get().afterNext(method, () -> {
            var users = server.cloudLab.stores().users();
            User user = users.findByUsername(new Username(username)).orElseThrow();
            users.update(user);
        });
    }

    private static void assertStale(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("stale-version");
    }

    @Test
    void changesOfAUserAreToldApart() {
        overtake("lock", "mira");
        assertStale(server.send("PUT", "/api/users/" + invited, "{\"display_name\":\"M\"}", admin));
        overtake("lock", "mira");
        assertStale(server.send("DELETE", "/api/users/" + invited, null, admin));
        assertThat(server.send("PUT", "/api/users/" + invited, "{\"display_name\":\"M\"}", admin)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void changesOfTheOwnAccountAreToldApart() {
        String name = server.user();
        String token = server.login(name);
        overtake("spendAll", name);
        assertStale(server.send("PUT", "/api/users/profile", TestServer.ownEmail("own@lab.test"), token));
        overtake("spendAll", name);
        assertStale(server.post(
                "/api/users/password",
                "{\"current_password\":\"" + TestServer.PASSWORD + "\",\"new_password\":\"another horse\"}",
                token));
    }

    @Test
    void acceptingAndResettingAreToldApart() {
        overtake("recordSignIn", "mira");
        assertStale(server.post("/api/auth/invite/" + link, "{\"password\":\"another horse\"}", null));
        var lab = server.cloudLab.cloudLab();
        String reset = TestPeople.token(lab.passwords().resetLink(lab.system("test"), invited));
        overtake("spendAll", "mira");
        assertStale(server.post("/api/auth/password-reset/" + reset, "{\"password\":\"another horse\"}", null));
    }
}
