import { type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { startAuthentication } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Brand } from '../brand.tsx';
import { call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

export function SignInScreen({
  corner,
  onSignedIn,
}: {
  corner: ReactNode;
  onSignedIn: (member: StaffMember) => void;
}) {
  const { t } = useLanguage();
  const signIn = useMutation({
    mutationFn: async () => {
      const { challengeId, options } = await call(staffApi.beginSignIn, {});
      const credential = await startAuthentication({ optionsJSON: options as never });
      return call(staffApi.signIn, { body: { challengeId, credential: { ...credential } } });
    },
    onSuccess: onSignedIn,
  });
  return (
    <main className="centre door">
      <Brand />
      <h1>{t.signInTitle}</h1>
      <p>{t.signInLine}</p>
      <button type="button" className="primary" disabled={signIn.isPending} onClick={() => signIn.mutate()}>
        <KeyRound /> {t.signIn}
      </button>
      {signIn.isError && (
        <p className="problem" role="alert">
          {t.signInFailed}
        </p>
      )}
      {corner}
    </main>
  );
}
