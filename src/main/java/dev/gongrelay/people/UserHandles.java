package dev.gongrelay.people;

import dev.gongrelay.gong.User;
import dev.gongrelay.recording.Handle;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The handles of a Gong user. */
public final class UserHandles {
    private UserHandles() {}

    /** Whether a text means this user: it is their ID or one of their handles. */
    public static boolean mean(String text, User user) {
        return text.equals(user.id())
                || Handle.of(text).filter(of(user)::contains).isPresent();
    }

    static Set<Handle> of(User user) {
        Set<Handle> handles = new LinkedHashSet<>();
        user.addresses().forEach(address -> Handle.address(address.strip()).ifPresent(handles::add));
        Optional.ofNullable(user.phoneNumber()).flatMap(Handle::phone).ifPresent(handles::add);
        Optional.ofNullable(user.extension())
                .flatMap(extension -> Handle.extension(extension.strip()))
                .ifPresent(handles::add);
        return handles;
    }
}
