import { createPluginApi, type PluginApi } from '@braindrive/plugin-sdk/web';
import type { Router } from '../server/index.ts';

/** Typed hooks for the server half; nothing of it gets into this bundle. */
export const api: PluginApi<Router> = createPluginApi<Router>();
