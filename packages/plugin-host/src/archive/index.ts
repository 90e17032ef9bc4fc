export { type ArchiveRule, archiveRules, PluginArchiveError } from './archive-error.ts';
export { type ArchiveLimits, archiveLimits, shownSize } from './archive-limits.ts';
export { compareFiles, type FileDifferences } from './file-list.ts';
export {
  manifestFileName,
  parseManifest,
  type ReadManifest,
  readManifest,
} from './manifest-file.ts';
export type { PackedPlugin } from './packed-plugin.ts';
export { type UnpackedPlugin, unpackPlugin } from './unpack-archive.ts';
