package io.cloudlab.core.vault;

/** A secret as it may be stored: encrypted and authenticated by a {@link MasterKey}. */
public record SealedSecret(byte[] bytes) {
    public SealedSecret {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedSecret that && java.util.Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedSecret";
    }
}
