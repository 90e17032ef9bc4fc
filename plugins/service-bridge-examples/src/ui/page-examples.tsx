import { Button, TextField } from '@braindrive/plugin-sdk/ui';
import {
  useChat,
  useEvent,
  useLocation,
  useNavigate,
  useNotify,
  usePageContext,
  useTheme,
} from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import { api } from './api.ts';
import classes from './example.module.css';
import { Example, Result } from './example.tsx';

/** The server half emits; every open page of the person hears. */
export function EventExample() {
  const [heard, setHeard] = useState<readonly string[]>([]);
  const ping = api.ping.useMutation();
  useEvent<{ text: string }>('pinged', ({ text }) => setHeard((all) => [text, ...all].slice(0, 3)));
  return (
    <Example title="Events" lead="Goes to the server half and comes back to all open pages.">
      <Button
        loading={ping.isPending}
        onClick={() => ping.mutate({ text: `Ping ${new Date().toLocaleTimeString()}` })}
      >
        Send
      </Button>
      <Result>{heard.length === 0 ? 'Nothing heard yet.' : heard.join(', ')}</Result>
    </Example>
  );
}

const roles = ['--bd-accent', '--bd-text', '--bd-sunken', '--bd-raised'];

/** Style sheets use the roles as CSS variables; this reads their values, as a chart would. */
export function ThemeExample() {
  const { scheme, tokens } = useTheme();
  return (
    <Example title="Theme" lead="Follows light and dark at once.">
      <div className={classes.swatches}>
        {roles.map((role) => (
          <i
            key={role}
            title={`${role} ${tokens[role] ?? ''}`}
            style={{ background: `var(${role})` }}
          />
        ))}
      </div>
      <Result>{scheme === 'dark' ? 'The page is dark.' : 'The page is light.'}</Result>
    </Example>
  );
}

/** A block may draw less while its page is arranged, or more when it is wide. */
export function PageContextExample() {
  const { place, pageId, isEditing, size } = usePageContext();
  const facts = [
    `Place: ${place}`,
    pageId === null ? 'on no page' : `on page ${pageId}`,
    isEditing ? 'being arranged' : 'being used',
    size === null ? 'no size of its own' : `${size.width} by ${size.height}`,
  ];
  return (
    <Example title="Page context" lead="Where this component stands.">
      <Result>{facts.join(', ')}.</Result>
    </Example>
  );
}

/** The plugin that has the composer takes the text; without a chat on the page it waits for one. */
export function ChatExample() {
  const chat = useChat();
  const [text, setText] = useState('Summarise this page.');
  return (
    <Example title="Chat" lead="Puts text where the cursor of the composer is.">
      <div className={classes.row}>
        <TextField
          label="Text"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button onClick={() => chat.insert(text)}>Insert</Button>
      </div>
    </Example>
  );
}

/** Addresses with a slash are the app's, all others are below the plugin's page. */
export function NavigationExample() {
  const navigate = useNavigate();
  const { base, path } = useLocation();
  return (
    <Example title="Navigation" lead="Moves without loading the page again.">
      <div className={classes.row}>
        <Button onClick={() => navigate('/settings/profile')}>Profile</Button>
        <Button onClick={() => navigate('/models')}>Models</Button>
      </div>
      <Result>{`Now at ${base}${path}`}</Result>
    </Example>
  );
}

/** On this page by the front-end; on every device by the server half. */
export function NotifyExample() {
  const notify = useNotify();
  const everywhere = api.notify.useMutation();
  return (
    <Example title="Notifications" lead="A short message here, or on every open device.">
      <div className={classes.row}>
        <Button onClick={() => notify('Only this page shows this.')}>Here</Button>
        <Button
          loading={everywhere.isPending}
          onClick={() => everywhere.mutate({ title: 'From the server half' })}
        >
          Everywhere
        </Button>
      </div>
    </Example>
  );
}

/** The server half writes; read it in the plugin manager, under Log. */
export function LogExample() {
  const write = api.writeLog.useMutation();
  return (
    <Example title="Log" lead="A line that the person finds in the plugin manager.">
      <Button loading={write.isPending} onClick={() => write.mutate()}>
        Write a line
      </Button>
    </Example>
  );
}
