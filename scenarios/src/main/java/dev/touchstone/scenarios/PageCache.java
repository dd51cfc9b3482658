package dev.touchstone.scenarios;

/** Whether the files of a model lie in the kernel's page cache when a process starts. */
public enum PageCache {
  /** They do, as after an earlier start. */
  WARM,
  /** They do not, as after a reboot; those of the JVM and of the runtime's libraries still do. */
  DROPPED
}
