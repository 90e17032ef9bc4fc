import {
  Dot,
  IconCpu,
  IconPlugConnected,
  SidebarGroup,
  SidebarHead,
  SidebarItem,
  SidebarList,
} from '@braindrive/plugin-sdk/ui';
import { Outlet } from 'react-router';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Place } from '../shell/index.ts';

type ConnectionModels = RouterOutputs['model']['list'][number];

const stateLooks = {
  loading: { status: 'busy', word: 'asking' },
  ready: { status: 'ready', word: 'ready' },
  failed: { status: 'failed', word: 'failed' },
} as const;

function ConnectionRow({ connection }: { connection: ConnectionModels }) {
  const { status, word } = stateLooks[connection.state];
  const count = connection.models.length;
  const isEmpty = connection.state === 'ready' && count === 0;
  return (
    <SidebarItem
      to={`/connections#${connection.connectionId}`}
      isPlain
      lead={<Dot status={isEmpty ? 'off' : status} />}
      aside={connection.state === 'ready' ? modelCount(count) : word}
    >
      {connection.connectionName}
    </SidebarItem>
  );
}

const modelCount = (count: number) =>
  count === 0 ? 'no models' : `${count} ${count === 1 ? 'model' : 'models'}`;

/** The pages about models and where they come from, with their sidebar. */
export function ModelsPlace() {
  const { data: connections = [] } = trpc.model.list.useQuery();
  return (
    <Place
      sidebarLabel="Models and connections"
      sidebar={
        <>
          <SidebarHead title="Models" />
          <SidebarList label="Models and connections">
            <SidebarItem to="/models" icon={IconCpu}>
              Models
            </SidebarItem>
            <SidebarItem to="/connections" icon={IconPlugConnected}>
              Connections
            </SidebarItem>
            {connections.length > 0 && (
              <SidebarGroup title="Where answers come from">
                {connections.map((connection) => (
                  <ConnectionRow key={connection.connectionId} connection={connection} />
                ))}
              </SidebarGroup>
            )}
          </SidebarList>
        </>
      }
    >
      <Outlet />
    </Place>
  );
}
