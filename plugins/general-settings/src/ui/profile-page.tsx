import { SheetPage } from '@braindrive/plugin-sdk/ui';
import { AvatarSection } from './avatar-section.tsx';
import { DeleteAccountSection } from './delete-account-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';

/** The person's own account. */
export function ProfilePage() {
  return (
    <SheetPage title="Profile" width="form">
      <AvatarSection />
      <ProfileSection />
      <PasswordSection />
      <DeleteAccountSection />
    </SheetPage>
  );
}
