/** Stand-ins on loopback for Gong, Amazon Connect, S3 and SQS, with faults. Shared by tests, demo and benchmark. */
@NullMarked
package dev.gongrelay.simulator;

import org.jspecify.annotations.NullMarked;
