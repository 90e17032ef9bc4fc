import {
  type KeyboardEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Icon, type TablerIcon } from './icons.tsx';
import classes from './menu.module.css';

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: TablerIcon;
  readonly aside?: ReactNode;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

/** What the button that opens the menu is given. */
export interface MenuTrigger {
  readonly ref: (element: HTMLElement | null) => void;
  readonly 'aria-haspopup': 'menu';
  readonly 'aria-expanded': boolean;
  readonly 'aria-controls': string;
  readonly onClick: () => void;
}

const gap = 6;

/** Keeps the menu inside the window, below its button or above it where there is no room. */
function position(menu: HTMLElement, button: HTMLElement, side: 'below' | 'right'): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = side === 'right' ? at.right + gap : at.right - width;
  const below = side === 'right' ? at.bottom - height : at.bottom + gap;
  const top = below + height > window.innerHeight - 8 ? at.top - height - gap : below;
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}

function moveFocus(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[key];
  if (next === undefined) return false;
  items[(next + items.length) % items.length]?.focus();
  return true;
}

/** A button with a menu, on the browser's own popover: closes on Escape and on a click elsewhere. */
export function Menu({
  label,
  groups,
  head,
  side = 'below',
  trigger,
}: {
  label: string;
  groups: readonly (readonly MenuItem[])[];
  head?: ReactNode;
  side?: 'below' | 'right';
  trigger: (props: MenuTrigger) => ReactNode;
}) {
  const id = useId();
  const button = useRef<HTMLElement | null>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  useLayoutEffect(() => {
    const element = menu.current;
    if (!isOpen || element === null || button.current === null) return;
    position(element, button.current, side);
    moveFocus(element, 'Home');
  }, [isOpen, side]);

  const close = () => {
    menu.current?.hidePopover();
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (menu.current !== null && moveFocus(menu.current, event.key)) event.preventDefault();
    if (event.key === 'Tab') close();
  };
  return (
    <>
      {trigger({
        ref: (element) => {
          button.current = element;
        },
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': id,
        onClick: () => menu.current?.togglePopover(),
      })}
      <div
        ref={menu}
        id={id}
        role="menu"
        tabIndex={-1}
        aria-label={label}
        popover="auto"
        className={classes.menu}
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {isOpen && head}
        {isOpen &&
          groups.map((items) => (
            <div key={items[0]?.label} className={classes.group}>
              {items.map((item) => (
                <button
                  key={item.label}
                  type="button"
                  role="menuitem"
                  className={classes.item}
                  data-danger={item.isDanger || undefined}
                  onClick={() => {
                    close();
                    item.onSelect();
                  }}
                >
                  {item.icon && <Icon of={item.icon} size={16} />}
                  <span>{item.label}</span>
                  {item.aside}
                </button>
              ))}
            </div>
          ))}
      </div>
    </>
  );
}
