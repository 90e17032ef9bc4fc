import { SheetPage } from '@braindrive/plugin-sdk/ui';
import { InvitationSection } from './invitation-section.tsx';
import { MemberSection } from './member-section.tsx';
import { useUser } from './use-boot.ts';

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
