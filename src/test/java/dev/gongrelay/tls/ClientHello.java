package dev.gongrelay.tls;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a client opens a TLS connection with (RFC 8446, 4.1.2), as far as the versions go that it offers.
 *
 * @param record the whole TLS record, to be passed on
 * @param versions as in the extension {@code supported_versions}, else the one of the message; {@code 0x0304} is TLS
 *     1.3
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ClientHello(byte[] record, List<Integer> versions) {
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;

    private static final int HEADER_BYTES = 5;
    private static final int RANDOM_BYTES = 32;
    private static final int SUPPORTED_VERSIONS = 43;

    /** Reads the first record of a connection. */
    public static ClientHello read(InputStream in) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        DataInputStream stream = new DataInputStream(in);
        stream.readFully(header);
        int length = ByteBuffer.wrap(header).getShort(3);
        byte[] record = Arrays.copyOf(header, HEADER_BYTES + length);
        stream.readFully(record, HEADER_BYTES, length);
        return new ClientHello(record, versions(ByteBuffer.wrap(record, HEADER_BYTES, length)));
    }

    private static List<Integer> versions(ByteBuffer message) {
        skip(message, 4);
        int ofMessage = message.getShort();
        skip(message, RANDOM_BYTES);
        skip(message, message.get() & 0xff);
        skip(message, message.getShort() & 0xffff);
        skip(message, message.get() & 0xff);
        skip(message, 2);
        while (message.hasRemaining()) {
            int type = message.getShort();
            int length = message.getShort();
            if (type == SUPPORTED_VERSIONS) {
                List<Integer> versions = new ArrayList<>();
                for (int i = message.get() / 2; i > 0; i--) {
                    versions.add((int) message.getShort());
                }
                return versions;
            }
            skip(message, length);
        }
        return List.of(ofMessage);
    }

    private static void skip(ByteBuffer message, int bytes) {
        message.position(message.position() + bytes);
    }
}
