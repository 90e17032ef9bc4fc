import {
  Card,
  ErrorCard,
  Section,
  SelectField,
  SheetPage,
  SkeletonRows,
  SwitchField,
  showError,
  showUndo,
} from '@braindrive/plugin-sdk/ui';
import { type CoreInputs, core } from '@braindrive/plugin-sdk/web';
import classes from './settings.module.css';
import { useBoot } from './use-boot.ts';

type Change = CoreInputs['instance']['updateSettings'];

function useInstanceSettings() {
  const utils = core.useUtils();
  const update = core.instance.updateSettings.useMutation({
    onSuccess: (settings) => utils.instance.settings.setData(undefined, settings),
    onError: showError,
  });
  const change = (next: Change, message: string, previous: Change) =>
    update.mutate(next, {
      onSuccess: () => showUndo({ message, onUndo: () => update.mutate(previous) }),
    });
  return { settings: core.instance.settings.useQuery(), change };
}

/** Who may make an account on this instance. */
export function InstancePage() {
  const { version } = useBoot().instance;
  const { settings, change } = useInstanceSettings();
  const isOpen = settings.data?.registration === 'open';
  return (
    <SheetPage title="Registration" width="form">
      <Section title="Who may join">
        {settings.isPending && <SkeletonRows count={1} height={96} />}
        {settings.isError && (
          <ErrorCard
            title="The settings were not read"
            error={settings.error}
            onAction={() => void settings.refetch()}
          />
        )}
        {settings.data !== undefined && (
          <Card className={classes.panel}>
            <SwitchField
              label="Anybody who reaches this address can make an account"
              help={
                isOpen
                  ? 'Open. Turn it off to let people join by invitation only.'
                  : 'Off. People join with an invitation link.'
              }
              isOn={isOpen}
              onChange={(isOn) =>
                change(
                  { registration: isOn ? 'open' : 'invitation' },
                  isOn ? 'Registration is open.' : 'Registration is by invitation.',
                  { registration: isOpen ? 'open' : 'invitation' },
                )
              }
            />
            {isOpen && (
              <SelectField
                label="Role of new people"
                width={200}
                value={settings.data.openRegistrationRole}
                options={[
                  { value: 'member', label: 'Member' },
                  { value: 'guest', label: 'Guest' },
                ]}
                onChange={(role) =>
                  change(
                    { openRegistrationRole: role === 'guest' ? 'guest' : 'member' },
                    `New people become ${role}s.`,
                    { openRegistrationRole: settings.data.openRegistrationRole },
                  )
                }
              />
            )}
          </Card>
        )}
      </Section>
      <p className={classes.help}>BrainDrive {version}</p>
    </SheetPage>
  );
}
