package dev.gongrelay.people;

import dev.gongrelay.gong.GongAccount;
import java.time.Instant;

/** Says that Gong accepted an account's key at a time. */
public record Acceptance(GongAccount account, Instant time) {}
