/**
 * Options of tests that live through real time, on a machine that others share. Whoever comes late by some milliseconds there
 * is silent in its slot, as with a fault of its line: such a flight shows nothing of the product. So one that fails is flown
 * again, at most twice, and the reporter tells of it (`retry x1`). What is broken fails each time.
 */
export const inRealTime = { retry: 2 };
