package dev.gongrelay.recording;

import dev.gongrelay.connect.Contacts;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Where call details come from besides the bucket of the recordings: whether it can be used. The calls block. */
@Singleton
public class DetailSources {
    private final Mappings mappings;
    private final Contacts contacts;

    DetailSources(Mappings mappings, Contacts contacts) {
        this.mappings = mappings;
        this.contacts = contacts;
    }

    /**
     * Reads the mapping that the settings name.
     *
     * @return what was seen; empty if they name none
     * @throws dev.gongrelay.failure.TransientException if it can't be read, or is not JSONata
     */
    public Optional<String> mapping() {
        return mappings.look();
    }

    /** Whether Amazon Connect is asked for contacts. */
    public boolean asksConnect() {
        return contacts.isUsed();
    }

    /** The ID of the contact that a key names; empty if it names none. */
    public static Optional<String> contactIn(String key) {
        return ConnectLayer.contactIn(key);
    }

    /**
     * Asks Amazon Connect for a contact and its agent.
     *
     * @return whether the instance has the contact
     * @throws dev.gongrelay.failure.TransientException if Connect can't be asked
     */
    public boolean hasContact(String contactId) {
        return contacts.find(contactId).isPresent();
    }
}
