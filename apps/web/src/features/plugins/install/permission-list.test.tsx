import type { PermissionText } from '@braindrive/contracts';
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { PermissionList } from './permission-list.tsx';

const permission = (
  name: PermissionText['permission'],
  change: PermissionText['change'],
  rest: Partial<PermissionText> = {},
): PermissionText => ({
  permission: name,
  title: `May ${name}`,
  explanation: 'No other plugin can look inside.',
  reason: null,
  isBroad: false,
  change,
  isDenied: false,
  ...rest,
});

it('shows the reason of the author as a claim', () => {
  const asked = permission('http', 'new', { reason: 'To fetch feeds.', isBroad: true });
  render(<PermissionList permissions={[asked]} isUpdate={false} />);
  expect(screen.getByText(/^To fetch feeds, it says\./)).toBeDefined();
  expect(screen.getByText('Broad')).toBeDefined();
});

it('shows on an update what is new first, and folds what stays', () => {
  const { container } = render(
    <PermissionList
      permissions={[
        permission('storage', 'same'),
        permission('schedule', 'removed'),
        permission('ai', 'wider'),
        permission('notify', 'new'),
      ]}
      isUpdate
    />,
  );
  const titles = [...container.querySelectorAll('li b')].map((title) => title.textContent);
  expect(titles).toEqual(['May notify', 'May ai', 'May schedule', 'May storage']);
  expect(container.querySelector('details')?.open).toBe(false);
  expect(screen.getByText('1 permission it has already')).toBeDefined();
});
