export { AppShell } from './app-shell.tsx';
export { leave, nextPath } from './leave.ts';
export { Place } from './place.tsx';
export { NotFoundPage, RouteError } from './route-error.tsx';
export { ShellSkeleton } from './shell-skeleton.tsx';
export { useSignOut } from './use-sign-out.ts';
