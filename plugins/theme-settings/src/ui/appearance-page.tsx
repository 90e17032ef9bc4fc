import {
  Icon,
  IconDeviceDesktop,
  IconMoon,
  IconSun,
  Section,
  SheetPage,
} from '@braindrive/plugin-sdk/ui';
import { useMantineColorScheme } from '@mantine/core';
import classes from './appearance.module.css';

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'System', icon: IconDeviceDesktop },
] as const;

/** Light, dark, or as the system is. Kept in this browser. */
export function AppearancePage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SheetPage title="Appearance" width="form">
      <Section title="Colours" lead="Kept in this browser, so each device can have its own.">
        <div className={classes.schemes} role="radiogroup" aria-label="Colours">
          {schemes.map(({ value, label, icon }) => (
            <label key={value} data-on={value === colorScheme || undefined}>
              <input
                type="radio"
                name="color-scheme"
                value={value}
                checked={value === colorScheme}
                onChange={() => setColorScheme(value)}
              />
              <span className={classes.preview} data-scheme={value} aria-hidden="true">
                <i />
                <i />
              </span>
              <span className={classes.schemeName}>
                <Icon of={icon} size={16} />
                {label}
              </span>
            </label>
          ))}
        </div>
      </Section>
    </SheetPage>
  );
}
