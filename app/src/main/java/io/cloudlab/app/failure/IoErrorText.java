package io.cloudlab.app.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in a few words why a file could not be used. */
public final class IoErrorText {
    private IoErrorText() {}

    public static String of(Throwable failure) {
        if (failure instanceof NoSuchFileException) return "it does not exist";
        if (failure instanceof AccessDeniedException) return "access is denied";
        if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException)
            return "it is not a directory";
        if (failure instanceof FileSystemException fileSystem && fileSystem.getReason() != null)
            return fileSystem.getReason();
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
