package io.cloudlab.http.api.services;

import static io.cloudlab.http.api.services.ServiceRoutes.NAME;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.OpenFile;
import io.cloudlab.core.services.file.ServiceFiles;
import io.cloudlab.http.body.Uploads;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;

/** {@code /api/services/{name}/files}. */
public final class FileRoutes implements RouteGroup {
    private static final Param<String> SUBDIR = Param.path("subdir", "inputs or outputs.", text -> text);
    private static final Param<String> FILE = Param.path("filename", "A plain base name.", text -> text);

    private static final String FOLDER_PATH = "/api/services/{name}/files/{subdir}";
    private static final String FILE_PATH = FOLDER_PATH + "/{filename}";

    private final ServiceFiles files;
    private final Uploads uploads;
    private final ServiceGates gates;

    public FileRoutes(ServiceFiles files, Uploads uploads, ServiceGates gates) {
        this.gates = gates;
        this.files = files;
        this.uploads = uploads;
    }

    @Override
    public String name() {
        return "Service files";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listFiles", FOLDER_PATH)
                .by(gates.to(ServiceAccess.FILES_VIEW))
                .summary("The files in a folder, without keys, inventories and backups.")
                .takes(NAME, SUBDIR)
                .lists(FileJson.ListOf.class)
                .fails(400, 404, 503)
                .to(exchange -> exchange.json(
                        FileJson.ListOf.of(files.list(exchange.caller(), exchange.get(NAME), exchange.get(SUBDIR)))));
        routes.get("downloadFile", FILE_PATH)
                .by(gates.to(ServiceAccess.FILES_VIEW))
                .summary("Download a file.")
                .takes(NAME, SUBDIR, FILE)
                .answers("application/octet-stream", "The bytes, as an attachment.")
                .fails(400, 404, 503)
                .to(this::download);
        routes.post("uploadFile", FOLDER_PATH)
                .by(gates.to(ServiceAccess.FILES_EDIT))
                .summary("Upload a file, over what may be there. The former content is kept.")
                .takes(NAME, SUBDIR)
                .takesFile()
                .budget(Budget.UPLOADS)
                .answers(FileJson.Changed.class)
                .fails(404, 503)
                .to(this::upload);
        routes.put("saveFile", FILE_PATH)
                .by(gates.to(ServiceAccess.FILES_EDIT))
                .summary("Write a text into a file, over what may be there. The former content is kept.")
                .takes(NAME, SUBDIR, FILE)
                .body(FileJson.Save.class)
                .answers(FileJson.Changed.class)
                .fails(400, 404, 503)
                .to(this::save);
        routes.delete("deleteFile", FILE_PATH)
                .by(gates.to(ServiceAccess.FILES_EDIT))
                .summary("Delete a file. Its content is kept.")
                .takes(NAME, SUBDIR, FILE)
                .answers(FileJson.Changed.class)
                .fails(400, 404, 503)
                .to(this::delete);
    }

    private void download(Exchange exchange) {
        OpenFile file = files.open(exchange.caller(), exchange.get(NAME), exchange.get(SUBDIR), exchange.get(FILE));
        exchange.download(file.content(), file.info().size(), file.info().name());
    }

    private void upload(Exchange exchange) {
        Caller caller = exchange.caller();
        ServiceName service = exchange.get(NAME);
        String folder = exchange.get(SUBDIR);
        exchange.receive(
                uploads,
                fileName -> files.upload(caller, service, folder, fileName),
                fileName -> exchange.json(new FileJson.Changed("uploaded", fileName)));
    }

    private void save(Exchange exchange) {
        String name = exchange.get(FILE);
        String content = exchange.body(FileJson.Save.class).content();
        files.save(exchange.caller(), exchange.get(NAME), exchange.get(SUBDIR), name, content);
        exchange.json(new FileJson.Changed("saved", name));
    }

    private void delete(Exchange exchange) {
        String name = exchange.get(FILE);
        files.delete(exchange.caller(), exchange.get(NAME), exchange.get(SUBDIR), name);
        exchange.json(new FileJson.Changed("deleted", name));
    }
}
