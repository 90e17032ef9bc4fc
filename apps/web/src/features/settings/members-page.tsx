import { SheetPage } from '@braindrive/plugin-sdk/ui';
import { useUser } from '../../boot.ts';
import { InvitationSection } from './invitation-section.tsx';
import { MemberSection } from './member-section.tsx';

/** Who has an account here, and who may get one. */
export function MembersPage() {
  const { permissions } = useUser();
  return (
    <SheetPage title="People" width="form">
      {permissions.includes('member.list') && <MemberSection />}
      {permissions.includes('invitation.manage') && <InvitationSection />}
    </SheetPage>
  );
}
