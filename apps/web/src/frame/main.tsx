import 'virtual:design-tokens.css';
import '../styles/mantine.ts';
import './frame.css';
import { type FrameStart, frameGreeting } from '@braindrive/plugin-sdk/web/frame';
import { createRoot } from 'react-dom/client';
import { FrameRoot } from './frame-root.tsx';

/** Waits for the page, which sends one message with the port as soon as this frame has loaded. */
function onMessage(event: MessageEvent): void {
  const [port] = event.ports;
  const start: unknown = event.data;
  if (event.source !== window.parent || port === undefined || !isStart(start)) return;
  window.removeEventListener('message', onMessage);
  const root = document.querySelector('#root');
  if (root !== null) createRoot(root).render(<FrameRoot port={port} start={start} />);
}

const isStart = (value: unknown): value is FrameStart =>
  typeof value === 'object' && value !== null && (value as FrameStart).type === frameGreeting;

window.addEventListener('message', onMessage);
