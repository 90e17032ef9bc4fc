import type { UserEvent } from '@braindrive/contracts';
import { isSignedOut } from '@braindrive/plugin-sdk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { applyConnectionEvent } from './features/connections/index.ts';
import { applyModelEvent } from './features/models/index.ts';
import { applyPluginEvent } from './features/plugins/index.ts';
import { leave, signInPath } from './features/shell/leave.ts';
import { usePluginServices } from './plugins/services/services-context.ts';
import { type TrpcUtils, trpc } from './trpc.ts';

/** Hands one event to every feature; each takes what concerns it. */
function applyUserEvent(utils: TrpcUtils, event: UserEvent): void {
  if (event.type === 'session-ended') {
    leave(signInPath(window.location));
    return;
  }
  applyModelEvent(utils, event);
  applyConnectionEvent(utils, event);
  applyPluginEvent(utils, event);
}

/** Keeps the caches current with what changed on any device. After a cut, everything shown is asked again. */
export function useUserEvents(): void {
  const utils = trpc.useUtils();
  const queryClient = useQueryClient();
  const plugins = usePluginServices();
  const hasStarted = useRef(false);
  trpc.event.follow.useSubscription(undefined, {
    onStarted: () => {
      if (hasStarted.current) void queryClient.invalidateQueries({ refetchType: 'active' });
      hasStarted.current = true;
    },
    onData: (event) => {
      applyUserEvent(utils, event);
      plugins.applyEvent(event);
    },
    // A session that was ended elsewhere takes its socket along; the next one is nobody's.
    onError: (error) => {
      if (isSignedOut(error)) leave(signInPath(window.location));
    },
  });
}
