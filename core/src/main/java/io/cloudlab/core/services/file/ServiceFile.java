package io.cloudlab.core.services.file;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names a file of a service that people may see or change: a plain base name in one of its folders, so it leads nowhere else. */
public record ServiceFile(ServiceName service, ServiceFolder folder, String name) {
    /** What names of unfinished files begin with. */
    public static final String UNFINISHED = ".cloudlab-";

    /** The configuration files, in the order in which they are listed. */
    public static final List<String> CONFIGS = List.of("config.yaml", "instance.yaml", "outputs.yaml", "scripts.yaml");

    /** The most that file systems take. */
    private static final int MAX_LENGTH_IN_BYTES = 255;

    /** A reader that decodes once too often would take these for another name. */
    private static final Pattern ENCODED = Pattern.compile("%(2e|2f|5c|25|[01][0-9a-f])", Pattern.CASE_INSENSITIVE);

    private static final Pattern PROTECTED =
            Pattern.compile("id_.*|.*\\.(pem|key)|temp_inventory\\.yaml|known_hosts|service_outputs\\.yaml");

    /**
     * What Ansible and ssh take as settings, inventory or code by its name alone. See <a
     * href="https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html">Ansible's inventories</a>.
     */
    private static final Pattern ACTED_ON = Pattern.compile("\\.?ansible\\.cfg|hosts|inventory"
            + "|(hosts|(.*[._-])?inventory([._-].*)?)\\.(ini|cfg|ya?ml|json|toml|sh|py)|inventory[._-].*"
            + "|(group|host)_vars(\\..*)?|(requirements|galaxy|local)\\.ya?ml|ssh_config|ssh\\.cfg");

    private static final Pattern BACKUP = Pattern.compile(".*~|.*\\.bak(\\..*)?");

    /** @throws Refused if the folder holds no file that may have this name */
    public ServiceFile {
        if (folder == ServiceFolder.CONFIGS && !CONFIGS.contains(name)) {
            throw new Refused(
                    "file-not-allowed", "Only " + String.join(", ", CONFIGS) + " can be read and changed here.");
        }
        if (!isLegal(name)) {
            throw new Refused(
                    "file-name",
                    "A file's name has 1 to 255 bytes and holds no separators, control characters or encoded ones.");
        }
    }

    /** Whether a file may have this base name. */
    public static boolean isLegal(String name) {
        boolean plain = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && !name.startsWith(UNFINISHED)
                && !ENCODED.matcher(name).find()
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH_IN_BYTES;
        if (!plain) return false;
        try {
            VisibleText.check("name", name);
            return true;
        } catch (CloudLabException e) {
            return false;
        }
    }

    /** Whether it is a key or an inventory by its name, which cannot be seen or changed here. */
    public boolean isProtected() {
        return PROTECTED.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether an editor has left it behind; such files are not listed. */
    boolean isBackup() {
        return BACKUP.matcher(name).matches();
    }

    /** @throws NotFound if it is protected: readers are not told that it exists */
    void requireReadable() {
        if (isProtected()) throw new NotFound("file");
    }

    /** Whether a program that runs beside it would act on it, so that writing it would be running code. */
    public boolean isActedOn() {
        return folder != ServiceFolder.CONFIGS
                && ACTED_ON.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** @throws Refused if it is protected */
    void requireRemovable() {
        if (isProtected()) throw notAllowed();
    }

    /** @throws Refused if it is protected, or programs act on a file of this name */
    void requireWritable() {
        requireRemovable();
        if (isActedOn())
            throw new Refused(
                    "file-not-allowed",
                    "Ansible acts on a file of this name, so it cannot be written here: choose another name.");
    }

    static Refused notAllowed() {
        return new Refused("file-not-allowed", "Keys and inventories cannot be changed here.");
    }

    /** As it stands in the audit trail. */
    String resource() {
        return "services/" + service + (folder == ServiceFolder.CONFIGS ? "/" : "/files/") + folder.word() + "/" + name;
    }
}
