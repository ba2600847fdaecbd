package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.people.Person;
import java.util.List;

/** What a receipt says about the people who were looked up. Logs, metrics and dead letters never name them. */
final class PeopleNotes {
    private static final String PEOPLE = "people";
    private static final int MOST = 100;

    private PeopleNotes() {}

    /** Replaces earlier notes. Notes the first 100 people. */
    static void put(ObjectNode receipt, List<Person> people) {
        receipt.remove(PEOPLE);
        if (people.isEmpty()) {
            return;
        }
        ArrayNode notes = receipt.putArray(PEOPLE);
        people.stream().limit(MOST).forEach(person -> {
            ObjectNode note = notes.addObject().put("field", person.field()).put("given", person.given());
            if (person.userId() != null) {
                note.put("userId", person.userId());
            }
            if (person.isDefault()) {
                note.put("default", true);
            }
        });
    }
}
