import { createPluginApi, definePluginUi, type PluginApi } from '@braindrive/plugin-sdk/web';
import { createElement, useEffect } from 'react';
import type config from '../../plugin.config.ts';
import type { Router } from '../server/index.ts';

const api: PluginApi<Router> = createPluginApi<Router>();

/** Shows the answer of its server half: whoever reads it has a plugin that works. */
function ProbePage() {
  const answer = api.echo.useQuery({ text: 'usable', limit: 1 });
  return createElement('output', null, `Probe ${answer.data?.text ?? 'waits'}`);
}

function ProbeBackground() {
  useEffect(() => {
    performance.mark('probe-mounted');
  }, []);
  return null;
}

export default definePluginUi<typeof config>({
  pages: { ProbePage },
  background: ProbeBackground,
});
