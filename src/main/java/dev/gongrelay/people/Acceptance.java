package dev.gongrelay.people;

import dev.gongrelay.gong.GongAccount;
import java.time.Instant;

/** That Gong accepted a key, at a base URL and at a time. */
public record Acceptance(GongAccount account, Instant time) {}
