package io.cloudlab.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.people.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server with an administrator, and with whomever a test invites. Nobody has to wait long for a password to be hashed. */
public final class Team implements AutoCloseable {
    public static final String PASSWORD = "a good passphrase";

    private final Path directory;
    private final UnaryOperator<RunningServer.Builder> change;
    private final @Nullable Mailbox mailbox;
    private RunningServer server;
    private Api admin;

    private Team(Path directory, UnaryOperator<RunningServer.Builder> change, @Nullable Mailbox mailbox)
            throws IOException {
        this.directory = directory;
        this.change = change;
        this.mailbox = mailbox;
        this.server = launch(UnaryOperator.identity());
        this.admin = new Api(server.address(), "");
    }

    /** Starts the server; nobody has set it up yet. */
    public static Team unborn(Path directory, UnaryOperator<RunningServer.Builder> change) throws IOException {
        TestLab.in(directory.resolve("lab"));
        return new Team(directory, change, null);
    }

    /** Starts the server, without rate limits unless told otherwise, and sets it up. */
    public static Team start(Path directory, UnaryOperator<RunningServer.Builder> change) throws IOException {
        Team team = unborn(directory, change);
        team.setUp(Map.of());
        return team;
    }

    /** The same, with a mail server. */
    public static Team start(Path directory, Mailbox mailbox, UnaryOperator<RunningServer.Builder> change)
            throws IOException {
        return start(directory, mailbox, change, Map.of());
    }

    /** @param more members of the request that sets it up, besides name, password and setup code */
    public static Team start(
            Path directory, Mailbox mailbox, UnaryOperator<RunningServer.Builder> change, Map<String, String> more)
            throws IOException {
        TestLab.in(directory.resolve("lab"));
        Team team = new Team(directory, builder -> change.apply(mailbox.serving(builder)), mailbox);
        team.setUp(more);
        return team;
    }

    /** The administrator signs in, however he came to be. */
    public void signIn() {
        admin = Api.signIn(server.address(), "admin", Api.PASSWORD);
    }

    private RunningServer launch(UnaryOperator<RunningServer.Builder> more) throws IOException {
        RunningServer.Builder builder = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .with("CLOUDLAB_RATE_LIMITS", "off")
                .with("CLOUDLAB_BCRYPT_COST", "10");
        return more.apply(change.apply(builder)).start();
    }

    private void setUp(Map<String, String> more) throws IOException {
        Map<String, String> body = new HashMap<>(Map.of("username", "admin", "password", Api.PASSWORD));
        Path code = directory.resolve("data/setup-code");
        if (Files.exists(code)) body.put("setup_code", Files.readString(code).strip());
        body.putAll(more);
        Api.Answer answer = admin.post("/api/auth/setup", body);
        if (answer.status() != 200) throw new IllegalStateException("setup: " + answer.body());
        admin = new Api(server.address(), answer.text("/access_token"));
    }

    /** Ends the server as a crash would, and starts it again, possibly otherwise configured. */
    public void restart(UnaryOperator<RunningServer.Builder> more) throws IOException, InterruptedException {
        server.kill();
        server = launch(more);
        admin = admin.at(server.address());
    }

    public RunningServer server() {
        return server;
    }

    public Path data() {
        return directory.resolve("data");
    }

    public Path lab() {
        return directory.resolve("lab");
    }

    public Api admin() {
        return admin;
    }

    /** Somebody without a token. */
    public Api nobody() {
        return new Api(server.address(), "");
    }

    /** Creates a role. @return its id */
    public int role(String name, String... codenames) {
        List<Integer> ids = new ArrayList<>();
        admin.get("/api/roles/permissions")
                .body()
                .path("permissions")
                .forEach(category -> category.forEach(permission -> {
                    if (Arrays.asList(codenames)
                            .contains(permission.path("codename").asText()))
                        ids.add(permission.path("id").asInt());
                }));
        Api.Answer created = admin.post("/api/roles", Map.of("name", name, "permission_ids", ids));
        if (created.status() != 200 || ids.size() != codenames.length)
            throw new IllegalStateException("role: " + created.body());
        return created.body().path("id").asInt();
    }

    /** Invites somebody. @return the token of the link */
    public String invite(String name, int... roles) {
        Api.Answer invited =
                admin.post("/api/users", Map.of("username", name, "email", name + "@lab.test", "role_ids", roles));
        if (invited.status() != 200) throw new IllegalStateException("invite: " + invited.body());
        if (mailbox != null) return mailbox.token(name + "@lab.test");
        String link = invited.text("/invite_url");
        return link.substring(link.indexOf("invite-") + "invite-".length());
    }

    /** Somebody who has accepted his invitation and holds a role with these permissions. */
    public Api member(String name, String... codenames) {
        String token = codenames.length == 0 ? invite(name) : invite(name, role("Role of " + name, codenames));
        Api.Answer accepted = nobody().post("/api/auth/invite/" + token, Map.of("password", PASSWORD));
        if (accepted.status() != 200) throw new IllegalStateException("accept: " + accepted.body());
        return new Api(server.address(), accepted.text("/access_token"));
    }

    public static int id(Api person) {
        return person.get("/api/auth/me").body().path("id").asInt();
    }

    /** The audit entries with this action, the newest first. */
    public List<JsonNode> audited(String action) {
        List<JsonNode> entries = new ArrayList<>();
        admin.get("/api/audit?per_page=200&action=" + action)
                .body()
                .path("entries")
                .forEach(entries::add);
        return entries;
    }

    @Override
    public void close() {
        server.close();
    }
}
