import { v7 } from 'uuid';

/** A new id: UUIDv7, so ids of one process sort by the time they were made. */
export const createId = (): string => v7();
