/** @public Named here only so that declarations of hooks can name them. */
export type { UseTRPCMutationResult, UseTRPCQueryResult } from '@trpc/react-query/shared';
export { BridgeContext, useBridge, usePlugin, useSource } from './bridge-context.ts';
export {
  type UseSettings,
  useChat,
  useChatTarget,
  useCommandSearch,
  useCommands,
  useEmit,
  useEvent,
  useLocation,
  useLog,
  useNavigate,
  useNotify,
  usePageContext,
  usePluginState,
  useSettings,
  useTheme,
  useTitle,
} from './bridge-hooks.ts';
export type { CoreInputs, CoreOutputs, CoreRouter } from './core-router.ts';
export {
  type AnyPluginUi,
  definePluginUi,
  findComponent,
  type PluginUi,
  type UiComponents,
  type UiConfig,
} from './define-plugin-ui.ts';
export type * from './host-bridge.ts';
export { core, createPluginApi, type PluginApi } from './plugin-api.ts';
