export type { AvailableVersion, FetchedPlugin, PackedFetch } from './fetched-plugin.ts';
export { type GitHubSettings, publicGitHub } from './github-settings.ts';
export { parseSource } from './parse-source.ts';
export {
  PluginSources,
  type RegistryOffer,
  type RegistryOffers,
  type SourceRequest,
} from './plugin-sources.ts';
export {
  type ReceivedArchive,
  type ReceiveOptions,
  type ReceiveProgress,
  receiveArchive,
} from './receive-archive.ts';
export { type AutoUpdate, automaticUpdate, newestFirst, newestUpdate } from './update-choice.ts';
