import {
  Button,
  CardList,
  ErrorCard,
  formatAgo,
  formatDate,
  Icon,
  IconDeviceLaptop,
  IconDeviceMobile,
  Section,
  SheetPage,
  SkeletonRows,
  showError,
  showToast,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { type CoreOutputs, core } from '@braindrive/plugin-sdk/web';
import classes from './settings.module.css';

type Session = CoreOutputs['account']['listSessions'][number];

const isPhone = (device: string) => /phone|android|ios|ipad/i.test(device);

function useSessions() {
  const utils = core.useUtils();
  const forget = (keeps: (session: Session) => boolean) =>
    utils.account.listSessions.setData(undefined, (list) => list?.filter(keeps));
  return {
    list: core.account.listSessions.useQuery(undefined, { staleTime: 0 }),
    revoke: core.account.revokeSession.useMutation({
      onSuccess: (_nothing, { sessionId }) => forget(({ id }) => id !== sessionId),
      onError: showError,
    }),
    revokeOthers: core.account.revokeOtherSessions.useMutation({
      onSuccess: () => {
        forget(({ isCurrent }) => isCurrent);
        showToast('Other devices are signed out.');
      },
      onError: showError,
    }),
  };
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const facts = [
    session.address,
    `seen ${formatAgo(session.lastSeenAt)}`,
    `signed in on ${formatDate(session.createdAt)}`,
  ].filter((fact) => fact !== null);
  return (
    <li className={classes.row}>
      <Icon of={isPhone(session.device) ? IconDeviceMobile : IconDeviceLaptop} size={20} />
      <div className={classes.rowText}>
        <h3>
          {session.device} {session.isCurrent && <Tag tone="accent">This device</Tag>}
        </h3>
        <p>{facts.join(' · ')}</p>
      </div>
      {!session.isCurrent && (
        <Button aria-label={`Sign out ${session.device}`} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  );
}

/** Where the person is signed in. */
export function SessionsPage() {
  const { list, revoke, revokeOthers } = useSessions();
  const others = (list.data ?? []).filter(({ isCurrent }) => !isCurrent);
  return (
    <SheetPage title="Sessions" width="form">
      <Section
        title="Signed-in devices"
        lead="Sign out what you do not know, then change your password."
        actions={
          others.length > 0 && (
            <Button loading={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
              Sign out all others
            </Button>
          )
        }
      >
        {list.isPending && <SkeletonRows count={2} />}
        {list.isError && (
          <ErrorCard
            title="The sessions were not read"
            error={list.error}
            onAction={() => void list.refetch()}
          />
        )}
        {list.isSuccess && (
          <CardList>
            {list.data.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                onEnd={() => revoke.mutate({ sessionId: session.id })}
              />
            ))}
          </CardList>
        )}
      </Section>
    </SheetPage>
  );
}
