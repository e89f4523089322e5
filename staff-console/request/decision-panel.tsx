import { type RefusalReason, refusalReasons } from '@saoy/contracts/refusal-reasons';
import { type StaffMember, type StaffRequest, staffApi } from '@saoy/contracts/staff-api';
import { startAuthentication } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { ChevronRight, Stamp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FaultNote } from '../fault-note.tsx';
import { isPlainKey } from '../is-plain-key.ts';
import { call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

interface Props {
  readonly request: StaffRequest;
  readonly member: StaffMember;
  readonly onNext: (() => void) | null;
  readonly onChanged: (request: StaffRequest) => void;
}

export function DecisionPanel({ request, member, onNext, onChanged }: Props) {
  const { t, language } = useLanguage();
  const [isRefusing, setIsRefusing] = useState(false);
  const [isIdentityConfirmed, setIsIdentityConfirmed] = useState(false);
  const [requesterName, setRequesterName] = useState(request.identity?.holderName ?? '');
  const requestId = request.id;
  const needsIdentity = request.identity?.decision !== 'match';

  const approve = useMutation({
    mutationFn: async () => {
      const { approvalId, options } = await call(staffApi.beginApproval, {
        params: { requestId },
        body: { isIdentityConfirmed, requesterName: needsIdentity ? requesterName : null },
      });
      const credential = await startAuthentication({ optionsJSON: options as never });
      return call(staffApi.approve, {
        params: { requestId },
        body: { approvalId, credential: { ...credential } },
      });
    },
    onSuccess: onChanged,
  });
  const canApprove =
    request.allowed.includes('approve') &&
    (!needsIdentity || (isIdentityConfirmed && requesterName.trim().length >= 2)) &&
    !approve.isPending;
  const canRefuse = request.allowed.includes('refuse');

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isPlainKey(event, 'a') && canApprove && !isRefusing) approve.mutate();
      else if (isPlainKey(event, 'r') && canRefuse) {
        event.preventDefault();
        setIsRefusing(true);
      } else if (event.key === 'Escape') setIsRefusing(false);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [canApprove, canRefuse, isRefusing, approve.mutate]);

  return (
    <div className="decision">
      <p className="quiet">
        {t.copies}: {request.copies ?? '–'} · {t.fee}: {(request.fee?.totalVnd ?? 0).toLocaleString(language)}{' '}
        đ
      </p>
      {canRefuse && needsIdentity && !isRefusing && (
        <label className="check">
          <input
            type="checkbox"
            checked={isIdentityConfirmed}
            onChange={(event) => setIsIdentityConfirmed(event.target.checked)}
          />
          {t.identityConfirm}
        </label>
      )}
      {canRefuse && isIdentityConfirmed && !isRefusing && (
        <label>
          {t.requesterName}
          <input
            value={requesterName}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setRequesterName(event.target.value)}
          />
        </label>
      )}
      {request.status === 'awaiting-decision' && !member.roles.includes('certifier') && (
        <p className="note">{t.notCertifier}</p>
      )}
      {approve.isError && <FaultNote error={approve.error} />}
      {isRefusing ? (
        <RefusalForm request={request} onChanged={onChanged} onClose={() => setIsRefusing(false)} />
      ) : (
        canRefuse && (
          <div className="choices">
            <button
              type="button"
              className="primary"
              disabled={!canApprove}
              title={canApprove ? undefined : t.identityNeeded}
              onClick={() => approve.mutate()}
            >
              <Stamp />{' '}
              {approve.isPending
                ? t.approving
                : request.product === 'certified'
                  ? t.approve
                  : t.approveDigital}
            </button>
            <button type="button" className="danger" onClick={() => setIsRefusing(true)}>
              <X /> {t.refuse}
            </button>
          </div>
        )
      )}
      <div className="last-line">
        <small>{canRefuse ? t.keys : t.keysNext}</small>
        {onNext && (
          <button type="button" className="link" onClick={onNext}>
            {t.next} <ChevronRight />
          </button>
        )}
      </div>
    </div>
  );
}

function RefusalForm({
  request,
  onChanged,
  onClose,
}: {
  request: StaffRequest;
  onChanged: Props['onChanged'];
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const surest = request.document?.flags
    .filter((flag) => flag.reason !== null)
    .reduce<NonNullable<StaffRequest['document']>['flags'][number] | null>(
      (a, b) => (a !== null && a.confidence >= b.confidence ? a : b),
      null,
    );
  const [reason, setReason] = useState<RefusalReason | null>(surest?.reason ?? null);
  const [comment, setComment] = useState('');
  const refuse = useMutation({
    mutationFn: () =>
      call(staffApi.refuse, { params: { requestId: request.id }, body: { reason: reason!, comment } }),
    onSuccess: (changed) => {
      onChanged(changed);
      onClose();
    },
  });
  return (
    <form
      className="refusal"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== null) refuse.mutate();
      }}
    >
      <fieldset>
        <legend>{t.refuseTitle}</legend>
        {Object.entries(refusalReasons).map(([code, text]) => (
          <label key={code} lang="vi">
            <input
              type="radio"
              name="reason"
              value={code}
              checked={reason === code}
              onChange={() => setReason(code as RefusalReason)}
            />
            <span>
              <strong>{code}</strong> {text}
            </span>
          </label>
        ))}
      </fieldset>
      <label>
        {t.comment}
        <textarea
          value={comment}
          maxLength={500}
          rows={2}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      {refuse.isError && <FaultNote error={refuse.error} />}
      <div className="choices">
        <button type="submit" className="danger" disabled={reason === null || refuse.isPending}>
          {t.confirmRefuse}
        </button>
        <button type="button" onClick={onClose}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}
