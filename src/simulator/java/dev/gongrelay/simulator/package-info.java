/** What the relay speaks to, on loopback: Gong, S3, and the network's faults; shared by tests, demo and benchmark. */
@NullMarked
package dev.gongrelay.simulator;

import org.jspecify.annotations.NullMarked;
