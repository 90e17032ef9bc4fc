import { useLocation } from '@braindrive/plugin-sdk/web';

/** Id of the conversation that the address names, or null at the start of a new one. */
export function useConversationId(): string | null {
  const { path } = useLocation();
  const [, id = ''] = path.split('/');
  return id === '' ? null : id;
}
