import type { Boot, UserEvent } from '@braindrive/contracts';
import { showToast } from '@braindrive/plugin-sdk/ui';
import type { TrpcUtils } from '../../trpc.ts';

type Plugin = Boot['plugins'][number];
type Operation = Boot['pluginOperations'][number];

const byName = (a: Plugin, b: Plugin) => a.name.localeCompare(b.name, 'en');

/** The list with one plugin replaced, or put in its place by name. */
const withPlugin = (plugins: readonly Plugin[], plugin: Plugin): Plugin[] =>
  [...plugins.filter(({ slug }) => slug !== plugin.slug), plugin].sort(byName);

/** The list with one operation replaced, or added at the end. */
const withOperation = (operations: readonly Operation[], operation: Operation): Operation[] =>
  operations.some(({ id }) => id === operation.id)
    ? operations.map((known) => (known.id === operation.id ? operation : known))
    : [...operations, operation];

/** Changes the boot answer. One on its way was written before and would bring the older state back. */
function changeBoot(utils: TrpcUtils, change: (boot: Boot) => Boot): void {
  utils.instance.boot.setData(undefined, (boot) => (boot === undefined ? boot : change(boot)));
  void utils.instance.boot.invalidate(undefined, {
    predicate: ({ state }) => state.fetchStatus === 'fetching',
  });
}

/** What a plugin answered before it was exchanged or off is of another version, or of data that moved since. */
const askAgain = (utils: TrpcUtils, slug: string): Promise<void> =>
  utils.invalidate(undefined, {
    predicate: ({ queryKey: [path] }) =>
      Array.isArray(path) && path[0] === 'plugins' && path[1] === slug,
  });

/** Writes one installed plugin into every cache that shows it. */
export function applyPlugin(utils: TrpcUtils, plugin: Plugin): void {
  const before = utils.instance.boot.getData()?.plugins.find(({ slug }) => slug === plugin.slug);
  changeBoot(utils, (boot) => ({ ...boot, plugins: withPlugin(boot.plugins, plugin) }));
  utils.plugin.detail.setData({ slug: plugin.slug }, (detail) =>
    detail === undefined ? detail : { ...detail, ...plugin },
  );
  // History, grants and usage change with it, and only the host knows them.
  void utils.plugin.detail.invalidate({ slug: plugin.slug });
  // What a source offers says which version is installed here.
  if (before?.version !== plugin.version) {
    void utils.plugin.available.invalidate();
    void utils.plugin.listKept.invalidate();
  }
  if (before?.digest !== plugin.digest || before.state === 'disabled') {
    void askAgain(utils, plugin.slug);
  }
}

/** Takes one plugin out of every cache that shows it. */
export function forgetPlugin(utils: TrpcUtils, slug: string): void {
  changeBoot(utils, (boot) => ({
    ...boot,
    plugins: boot.plugins.filter((plugin) => plugin.slug !== slug),
  }));
  void utils.plugin.available.invalidate();
  void utils.plugin.listKept.invalidate();
}

/** Writes one install or update into the cache. */
export function applyOperation(utils: TrpcUtils, operation: Operation): void {
  changeBoot(utils, (boot) => ({
    ...boot,
    pluginOperations: withOperation(boot.pluginOperations, operation),
  }));
}

/** Takes an operation that was seen to its end out of the lists. */
export function forgetOperation(utils: TrpcUtils, operationId: string): void {
  changeBoot(utils, (boot) => ({
    ...boot,
    pluginOperations: boot.pluginOperations.filter(({ id }) => id !== operationId),
  }));
}

function showNotice(utils: TrpcUtils, notice: Extract<UserEvent, { type: 'plugin-notice' }>): void {
  const plugin = utils.instance.boot.getData()?.plugins.find(({ slug }) => slug === notice.slug);
  // Whoever speaks is named, so that a plugin cannot speak as the host.
  const text = notice.text === '' ? notice.title : `${notice.title}. ${notice.text}`;
  showToast(`${plugin?.name ?? notice.slug}: ${text}`);
}

/** The dialog that follows it tells the end itself; without it a toast does. */
function showEnd(utils: TrpcUtils, operation: Operation): void {
  const before = utils.instance.boot
    .getData()
    ?.pluginOperations.find(({ id }) => id === operation.id);
  const isFollowed = new URLSearchParams(window.location.search).get('operation') === operation.id;
  if (before?.state !== 'running' || operation.state !== 'done' || isFollowed) return;
  const { plugin, kind } = operation;
  if (plugin === null) return;
  showToast(
    kind === 'update'
      ? `${plugin.name} is now ${plugin.version}.`
      : `${plugin.name} is ready to use.`,
  );
}

/** Applies one event to the installed plugins, their details and the installs under way. */
export function applyPluginEvent(utils: TrpcUtils, event: UserEvent): void {
  if (event.type === 'plugin-changed') applyPlugin(utils, event.plugin);
  if (event.type === 'plugin-removed') forgetPlugin(utils, event.slug);
  if (event.type === 'plugin-operation-changed') {
    showEnd(utils, event.operation);
    applyOperation(utils, event.operation);
  }
  if (event.type === 'plugin-notice') showNotice(utils, event);
}
