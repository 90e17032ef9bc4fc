export { Button } from '@mantine/core';
export { Avatar } from './avatar.tsx';
export { Bar } from './bar.tsx';
export { Card, CardList, Tag, Tile } from './card.tsx';
export { CheckField } from './check-field.tsx';
export { classNames } from './class-names.ts';
export { ConfirmDialog } from './confirm-dialog.tsx';
export { CopyField } from './copy-field.tsx';
export { Dialog } from './dialog.tsx';
export { EmptyState } from './empty-state.tsx';
export { ErrorCard, ErrorLine } from './error-card.tsx';
export { type ClientErrorReport, errorReportOf, isSignedOut } from './error-report.ts';
export { SecretField, TextField, type TextFieldProps } from './field.tsx';
export {
  bytesOfBytes,
  formatAgo,
  formatBytes,
  formatDate,
  formatDuration,
  formatMemory,
} from './format.ts';
export { HighlightedText } from './highlighted-text.tsx';
export { IconButton, IconButtonLink } from './icon-button.tsx';
export { iconByName } from './icon-by-name.ts';
export {
  Icon,
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
  type IconSize,
  IconSun,
  IconTrash,
  IconUser,
  IconUsers,
  IconWorld,
  IconX,
  Mark,
  type TablerIcon,
} from './icons.tsx';
export {
  fieldProblem,
  fieldsOf,
  initialValues,
  type SchemaField,
  submittedValues,
} from './json-schema-fields.ts';
export { AppLink, LinkContext, type LinkPort, useIsCurrent } from './link.tsx';
export { LoadingDelay } from './loading-delay.tsx';
export { Menu, type MenuItem, type MenuTrigger } from './menu.tsx';
export { Meter } from './meter.tsx';
export { NewPasswordField } from './new-password-field.tsx';
export { PlaceContext, type PlaceControls, usePlace } from './place-context.ts';
export { SchemaForm } from './schema-form.tsx';
export { SelectField } from './select-field.tsx';
export { Section, SheetPage } from './sheet.tsx';
export { isTyping, matchesShortcut, shortcutKeys, shortcutText, useShortcut } from './shortcut.ts';
export { SidebarAction, SidebarGroup, SidebarHead, SidebarItem, SidebarList } from './sidebar.tsx';
export { SkeletonRows } from './skeleton.tsx';
export { Dot, type Status, StatusDot } from './status-dot.tsx';
export { SwitchField } from './switch-field.tsx';
export { showError, showToast, showUndo, ToastStack } from './toast.tsx';
export { type Toast, ToastQueue } from './toast-queue.ts';
export { type FieldErrors, useForm } from './use-form.ts';
