import { type StaffMember, staffApi, staffRoleSchema } from '@saoy/contracts/staff-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { FaultNote } from '../fault-note.tsx';
import { call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

export function MembersScreen({ member }: { member: StaffMember }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['members'],
    queryFn: () => call(staffApi.listMembers, {}),
  });
  const invite = useMutation({
    mutationFn: (form: FormData) =>
      call(staffApi.inviteMember, {
        body: {
          fullName: String(form.get('fullName')),
          roles: staffRoleSchema.options.filter((role) => form.get(role) === 'on'),
          signerName: String(form.get('signerName')) || null,
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['members'] }),
  });
  return (
    <main className="register">
      <h1>{t.members}</h1>
      {error !== null && <FaultNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <p>{t.loading}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t.fullName}</th>
            <th scope="col">{t.rolesTitle}</th>
            <th scope="col">{t.signerName}</th>
          </tr>
        </thead>
        <tbody>
          {data?.map((person) => (
            <tr key={person.id}>
              <td>{person.fullName}</td>
              <td>{person.roles.map((role) => t.roles[role]).join(', ')}</td>
              <td>{person.signerName}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {member.roles.includes('administrator') && (
        <form
          className="invite"
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate(new FormData(event.currentTarget));
          }}
        >
          <h2>{t.invite}</h2>
          <label>
            {t.fullName}
            <input name="fullName" required minLength={2} maxLength={100} />
          </label>
          <div className="roles">
            {staffRoleSchema.options.map((role) => (
              <label key={role} className="check">
                <input type="checkbox" name={role} /> {t.roles[role]}
              </label>
            ))}
          </div>
          <label>
            {t.signerName}
            <input name="signerName" maxLength={60} />
          </label>
          <button type="submit" className="primary" disabled={invite.isPending}>
            <UserPlus /> {t.invite}
          </button>
          {invite.isError && <FaultNote error={invite.error} />}
          {invite.isSuccess && (
            <p className="note">
              {t.inviteLink} <code>{invite.data.enrolmentUrl}</code>
            </p>
          )}
        </form>
      )}
    </main>
  );
}
