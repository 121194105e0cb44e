export { closeFolder, locateDataFolder, removeDataFolder } from './data-folder.ts';
export { EmbeddedPostgresError } from './errors.ts';
export { isAlive } from './ownership.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
export { stopLeftoverPostgres } from './stop-leftover.ts';
