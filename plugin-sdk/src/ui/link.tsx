import { type ComponentProps, createContext, type MouseEvent, useContext } from 'react';

/** How links of the kit move: the page's router in the app, the bridge in a frame. */
export interface LinkPort {
  /** Path of the address that is shown, without search and hash. */
  readonly pathname: string;
  /** Goes to an address of this app without loading the page again. */
  readonly navigate: (to: string) => void;
}

export const LinkContext = createContext<LinkPort | null>(null);

const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** True when `to` is the address that is shown, or one above it; `end` leaves out the ones above. */
export function useIsCurrent(to: string, end = false): boolean {
  const pathname = useContext(LinkContext)?.pathname ?? '';
  return pathname === to || (!end && pathname.startsWith(`${to}/`));
}

/** A link to an address of this app. New tabs and downloads stay with the browser. */
export function AppLink({ to, onClick, ...rest }: { to: string } & ComponentProps<'a'>) {
  const port = useContext(LinkContext);
  return (
    <a
      {...rest}
      href={to}
      onClick={(event) => {
        onClick?.(event);
        if (port === null || event.defaultPrevented || !isPlainClick(event)) return;
        if (rest.target !== undefined && rest.target !== '_self') return;
        event.preventDefault();
        port.navigate(to);
      }}
    />
  );
}
