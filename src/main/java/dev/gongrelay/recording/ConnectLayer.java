package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.connect.Contacts;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.source.SourceObject;
import java.util.Optional;
import java.util.regex.Pattern;

/** Adds what Amazon Connect knows about a recording to the input of a mapping. */
final class ConnectLayer {
    private static final String METADATA_CONTACT = "contact-id";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,256}");

    private final Contacts contacts;

    ConnectLayer(Contacts contacts) {
        this.contacts = contacts;
    }

    /**
     * Looks up those of the documents {@code contact}, {@code firstContact} and {@code agent} that exist.
     *
     * @param isYoung whether the contact may still be completed
     * @throws TransientException {@link FailureCode#CONTACT_AWAITED}, or Amazon Connect can't be asked
     * @throws PermanentException {@link FailureCode#CONTACT_UNKNOWN}
     */
    ObjectNode inputs(SourceObject object, boolean isYoung) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        Optional<String> id = contacts.isUsed() ? contactId(object) : Optional.empty();
        if (id.isEmpty()) {
            return inputs;
        }
        Optional<Contacts.Found> found = contacts.find(id.get());
        boolean isComplete = found.isPresent() && found.get().contact().hasNonNull("DisconnectTimestamp");
        if (!isComplete && isYoung) {
            throw new TransientException(
                    FailureCode.CONTACT_AWAITED,
                    "Amazon Connect's contact " + id.get() + " of " + object + " is not complete yet");
        }
        if (found.isEmpty()) {
            throw new PermanentException(
                    FailureCode.CONTACT_UNKNOWN, "Amazon Connect has no contact " + id.get() + " of " + object);
        }
        inputs.set("contact", found.get().contact());
        found.get().first().ifPresent(first -> inputs.set("firstContact", first));
        found.get().agent().ifPresent(agent -> inputs.set("agent", agent));
        return inputs;
    }

    private static Optional<String> contactId(SourceObject object) {
        String given = object.metadata().get(METADATA_CONTACT);
        return given != null && ID.matcher(given).matches()
                ? Optional.of(given)
                : Contacts.idIn(object.reference().key());
    }
}
