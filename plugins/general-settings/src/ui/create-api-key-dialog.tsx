import {
  Button,
  CheckField,
  CopyField,
  Dialog,
  ErrorLine,
  SelectField,
  TextField,
  useForm,
} from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { type ApiKeyScope, createApiKeyInputSchema } from './account-fields.ts';
import classes from './settings.module.css';
import { useUser } from './use-boot.ts';

const scopes: readonly { scope: ApiKeyScope; text: string }[] = [
  { scope: 'chat:read', text: 'Read your conversations and follow answers' },
  { scope: 'chat:write', text: 'Send messages, change and delete conversations' },
  { scope: 'models:read', text: 'List models and connections' },
  { scope: 'connections:write', text: 'Add, change and remove connections' },
  { scope: 'account:read', text: 'Read your name, email and role' },
  { scope: 'plugins:read', text: 'See your plugins and call what only reads' },
  { scope: 'plugins:write', text: 'Install, change and remove plugins, and call all they offer' },
  { scope: 'admin', text: 'Everything your role allows, except passwords and sessions' },
];

const ends = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'No end' },
];

interface Values extends Record<string, unknown> {
  name: string;
  scopes: ApiKeyScope[];
  validDays: number | null;
}

function CreatedKey({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <Dialog title="Copy the key now" onClose={onClose}>
      <p className="prose">It is shown this once; only its hash is kept.</p>
      <div className={classes.created}>
        <CopyField label="API key" value={value} />
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}

/** A new key: name, scopes, end; then the key itself, once. */
export function CreateApiKeyDialog({ onClose }: { onClose: () => void }) {
  const utils = core.useUtils();
  const isAdmin = useUser().permissions.includes('model.manage');
  const create = core.apiKey.create.useMutation({
    onSuccess: ({ apiKey }) =>
      utils.apiKey.list.setData(undefined, (list) => [apiKey, ...(list ?? [])]),
  });
  const form = useForm<Values>({
    initial: { name: '', scopes: ['chat:read', 'chat:write', 'models:read'], validDays: 90 },
    schema: createApiKeyInputSchema,
    onSubmit: (values) => create.mutateAsync(values),
  });
  if (create.data !== undefined) return <CreatedKey value={create.data.key} onClose={onClose} />;
  const toggle = (scope: ApiKeyScope, isOn: boolean) =>
    form.set(
      'scopes',
      isOn ? [...form.values.scopes, scope] : form.values.scopes.filter((each) => each !== scope),
    );
  return (
    <Dialog title="New API key" onClose={onClose}>
      <form className={classes.dialogForm} onSubmit={form.onSubmit} noValidate>
        <TextField
          label="Name"
          placeholder="Home automation"
          help="What will use it."
          autoFocus
          autoComplete="off"
          {...form.field('name')}
        />
        <fieldset className={classes.scopes}>
          <legend>Scopes</legend>
          {scopes
            .filter(({ scope }) => scope !== 'admin' || isAdmin)
            .map(({ scope, text }) => (
              <CheckField
                key={scope}
                label={scope}
                help={text}
                isOn={form.values.scopes.includes(scope)}
                onChange={(isOn) => toggle(scope, isOn)}
              />
            ))}
          {form.errors.scopes !== undefined && (
            <p role="alert" className={classes.problem}>
              {form.errors.scopes}
            </p>
          )}
        </fieldset>
        <SelectField
          label="Ends after"
          width={160}
          value={form.values.validDays === null ? '' : String(form.values.validDays)}
          options={ends}
          onChange={(value) => form.set('validDays', value === '' ? null : Number(value))}
        />
        <ErrorLine error={form.failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={form.isBusy}>
            Make key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
