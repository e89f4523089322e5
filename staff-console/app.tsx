import { type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen, ClipboardCheck, LogOut, MonitorCheck, ScrollText, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { AuditScreen } from './audit/audit-screen.tsx';
import { Brand } from './brand.tsx';
import { FaultNote } from './fault-note.tsx';
import { isSignedOut } from './is-signed-out.ts';
import { KioskWall } from './kiosks/kiosk-wall.tsx';
import { MembersScreen } from './members/members-screen.tsx';
import { NoticeBar } from './notices/notice-bar.tsx';
import { QueueScreen } from './queue/queue-screen.tsx';
import { RegisterScreen } from './register/register-screen.tsx';
import { go, useRoute } from './route.ts';
import { call } from './service.ts';
import { EnrolmentScreen } from './session/enrolment-screen.tsx';
import { SignInScreen } from './session/sign-in-screen.tsx';
import { useLanguage } from './texts/language.tsx';

type Section = 'queue' | 'kiosks' | 'register' | 'audit' | 'members';

const sections: { name: Section; icon: ReactNode; roles?: StaffMember['roles'] }[] = [
  { name: 'queue', icon: <ClipboardCheck /> },
  { name: 'kiosks', icon: <MonitorCheck /> },
  { name: 'register', icon: <BookOpen /> },
  { name: 'audit', icon: <ScrollText />, roles: ['auditor', 'administrator'] },
  { name: 'members', icon: <Users />, roles: ['administrator', 'auditor'] },
];

function Content({ section, rest, member }: { section: string; rest: string[]; member: StaffMember }) {
  switch (section) {
    case 'kiosks':
      return <KioskWall member={member} />;
    case 'register':
      return <RegisterScreen member={member} />;
    case 'audit':
      return <AuditScreen />;
    case 'members':
      return <MembersScreen member={member} />;
    default:
      return <QueueScreen member={member} requestId={rest[0] ?? null} />;
  }
}

export function App() {
  const { t, language, setLanguage } = useLanguage();
  const [section = 'queue', ...rest] = useRoute();
  const queries = useQueryClient();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: () => call(staffApi.getSession, {}),
    retry: false,
    enabled: section !== 'enrol',
  });
  const onSignedIn = (member: StaffMember) => {
    queries.setQueryData(['session'], member);
    go('queue');
  };

  const otherLanguage = (
    <button
      type="button"
      className="link"
      lang={language === 'vi' ? 'en' : 'vi'}
      onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
    >
      {t.otherLanguage}
    </button>
  );

  if (section === 'enrol') return <EnrolmentScreen corner={otherLanguage} onSignedIn={onSignedIn} />;
  if (session.isPending) return <p className="centre">{t.loading}</p>;
  if (session.isError && !isSignedOut(session.error))
    return (
      <main className="centre door">
        <Brand />
        <FaultNote error={session.error} retry={() => void session.refetch()} />
        {otherLanguage}
      </main>
    );
  if (session.isError) return <SignInScreen corner={otherLanguage} onSignedIn={onSignedIn} />;

  const member = session.data;
  const signOut = async () => {
    await call(staffApi.signOut, {}).catch(() => undefined);
    queries.clear();
    go('');
    location.reload();
  };

  return (
    <div className="desk">
      <nav aria-label={t.appName}>
        <Brand />
        {sections
          .filter(({ roles }) => roles === undefined || roles.some((role) => member.roles.includes(role)))
          .map(({ name, icon }) => (
            <a
              key={name}
              href={`/staff/${name}`}
              aria-current={section === name ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                go(name);
              }}
            >
              {icon}
              {t[name]}
            </a>
          ))}
        <div className="who">
          <span>{member.fullName}</span>
          <small>{member.roles.map((role) => t.roles[role]).join(', ')}</small>
          {otherLanguage}
          <button type="button" className="link" onClick={() => void signOut()}>
            <LogOut /> {t.signOut}
          </button>
        </div>
      </nav>
      <div className="workplace">
        <NoticeBar member={member} />
        <Content section={section} rest={rest} member={member} />
      </div>
    </div>
  );
}
