export { AppShell } from './app-shell.tsx';
export { nextPath } from './leave.ts';
export { Place } from './place.tsx';
export { NotFoundPage, RouteError } from './route-error.tsx';
export { ShellSkeleton } from './shell-skeleton.tsx';
