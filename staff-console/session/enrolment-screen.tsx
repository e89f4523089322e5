import { type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { startRegistration } from '@simplewebauthn/browser';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Brand } from '../brand.tsx';
import { isOffline } from '../fault-note.tsx';
import { call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

/** The token stands in the fragment, so that no server log ever holds it; a query is accepted too. */
const tokenOfLink = (): string =>
  new URLSearchParams(location.search).get('token') ?? location.hash.replace(/^#(token=)?/, '');

export function EnrolmentScreen({
  corner,
  onSignedIn,
}: {
  corner: ReactNode;
  onSignedIn: (member: StaffMember) => void;
}) {
  const { t } = useLanguage();
  const [token] = useState(tokenOfLink);
  const enrolment = useQuery({
    queryKey: ['enrolment', token],
    queryFn: () => call(staffApi.getEnrolment, { body: { token } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const enrol = useMutation({
    mutationFn: async () => {
      const credential = await startRegistration({ optionsJSON: enrolment.data!.options as never });
      return call(staffApi.enrol, { body: { token, credential: { ...credential } } });
    },
    onSuccess: onSignedIn,
  });
  return (
    <main className="centre door">
      <Brand />
      <h1>{t.enrolTitle}</h1>
      {enrolment.isPending && <p>{t.loading}</p>}
      {enrolment.isError && (
        <p className="problem" role="alert">
          {isOffline(enrolment.error) ? t.offline : t.linkUsed}
        </p>
      )}
      {enrolment.isSuccess && (
        <>
          <p>
            {t.enrolLine} <strong>{enrolment.data.member.fullName}</strong> (
            {enrolment.data.member.roles.map((role) => t.roles[role]).join(', ')}).
          </p>
          <button type="button" className="primary" disabled={enrol.isPending} onClick={() => enrol.mutate()}>
            <KeyRound /> {t.enrol}
          </button>
        </>
      )}
      {enrol.isError && (
        <p className="problem" role="alert">
          {t.signInFailed}
        </p>
      )}
      {corner}
    </main>
  );
}
