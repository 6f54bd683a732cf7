package io.cloudlab.process.yaml;

/** Why a YAML file cannot be used: one phrase without a final stop, and the place where it shows. */
public final class YamlProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /** @param line from 1, or 0 when the file as a whole is at fault */
    YamlProblem(String reason, int line, int column) {
        super(reason);
        this.line = line;
        this.column = column;
    }

    public YamlProblem(String reason) {
        this(reason, 0, 0);
    }

    /** The same, saying also what follows from it. */
    public YamlProblem with(String consequence) {
        return new YamlProblem(getMessage() + consequence, line, column);
    }

    /** The sentence to show for the file of that name. */
    public String sentence(String file) {
        String place = line == 0 ? "" : ", line " + line + ", column " + column;
        return file + place + ": " + getMessage() + ".";
    }
}
