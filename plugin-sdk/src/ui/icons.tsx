import type { Icon as TablerIcon } from '@tabler/icons-react';

export {
  IconAdjustmentsHorizontal,
  IconAlertTriangle,
  IconArchive,
  IconArrowDown,
  IconArrowUp,
  IconBulb,
  IconCheck,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconCircleCheck,
  IconCloud,
  IconCommand,
  IconCopy,
  IconCpu,
  IconDeviceDesktop,
  IconDeviceLaptop,
  IconDeviceMobile,
  IconDots,
  IconDownload,
  IconEdit,
  IconEye,
  IconEyeOff,
  IconHomeCheck,
  IconKey,
  IconLink,
  IconLogout,
  IconMenu2,
  IconMessage,
  IconMoon,
  IconPalette,
  IconPencil,
  IconPhoto,
  IconPin,
  IconPinnedOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStopFilled,
  IconPlugConnected,
  IconPlus,
  IconPuzzle,
  IconRefresh,
  IconSearch,
  IconServer,
  IconSettings,
  IconSun,
  IconTrash,
  IconUser,
  IconUsers,
  IconWorld,
  IconX,
} from '@tabler/icons-react';

const strokes = { 14: 1.8, 16: 1.7, 18: 1.6, 20: 1.5 } as const;
export type IconSize = keyof typeof strokes;

/** An outline icon in one of the design's sizes; decorative, so its button needs a label. */
export function Icon({
  of: Glyph,
  size = 18,
  className,
}: {
  of: TablerIcon;
  size?: IconSize;
  className?: string | undefined;
}) {
  return (
    <Glyph
      aria-hidden
      size={size}
      stroke={strokes[size]}
      {...(className === undefined ? {} : { className })}
    />
  );
}
export type { TablerIcon };

/** The mark of BrainDrive; it takes its colours from the scheme. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="BrainDrive">
      <rect width="32" height="32" rx="9" fill="var(--bd-accent)" />
      <g fill="none" stroke="var(--bd-on-accent)" strokeWidth="2.6" strokeLinecap="round">
        <path d="M10.5 7.5v11.2" />
        <circle cx="16.6" cy="18.6" r="6.1" />
      </g>
      <circle cx="16.6" cy="18.6" r="1.7" fill="var(--bd-on-accent)" />
    </svg>
  );
}
