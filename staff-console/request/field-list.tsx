import type { StaffRequest } from '@saoy/contracts/staff-api';
import { CircleHelp, Flag, UserRoundCheck, UserRoundX } from 'lucide-react';
import { identityFlags } from '../texts/identity-flags.ts';
import { useLanguage } from '../texts/language.tsx';
import type { Mark } from './page-viewer.tsx';

interface Props {
  readonly request: StaffRequest;
  /** Whether some page is not read yet, so that nothing found means nothing. */
  readonly isStillRead: boolean;
  readonly marks: readonly Mark[];
  readonly mark: Mark | null;
  readonly onMark: (mark: Mark | null) => void;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function FieldList({ request, isStillRead, marks, mark, onMark }: Props) {
  const { t, of } = useLanguage();
  const { document, identity } = request;
  const point = (key: string) => ({
    'data-current': mark?.key === key,
    onPointerEnter: () => onMark(marks.find((candidate) => candidate.key === key) ?? null),
    onFocus: () => onMark(marks.find((candidate) => candidate.key === key) ?? null),
  });
  return (
    <>
      {!isStillRead && <h3>{t.flagsTitle}</h3>}
      {document?.flags.length ? (
        <ul className="flags">
          {document.flags.map((flag, i) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the place on the page, as pointing does.
            // biome-ignore lint/suspicious/noArrayIndexKey: two flags may say the same of two places; the list stays as it is.
            <li key={i} tabIndex={0} {...point(`flag:${i}`)}>
              <Flag /> {of(flag.label)}{' '}
              <small>
                {flag.reason === null ? '' : `${flag.reason} · `}
                {percent(flag.confidence)}
              </small>
            </li>
          ))}
        </ul>
      ) : (
        !isStillRead && <p className="quiet">{t.noFlags}</p>
      )}
      <h3>{t.fieldsTitle}</h3>
      {document?.fields.length ? (
        <dl className="fields">
          {document.fields.map((field) => {
            const isQuestioned = request.questionedFields.includes(field.name);
            return (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the place on the page, as pointing does.
              <div key={field.name} tabIndex={0} {...point(field.name)}>
                <dt>{of(field.label)}</dt>
                <dd>
                  <span>
                    {field.value}
                    {(isQuestioned || field.needsConfirmation) && (
                      <span className="doubt">
                        <CircleHelp /> {isQuestioned ? t.questioned : t.needsConfirmation}
                      </span>
                    )}
                  </span>
                  <small title={t.confidence}>{percent(field.confidence)}</small>
                </dd>
              </div>
            );
          })}
        </dl>
      ) : (
        <p className="quiet">{isStillRead ? t.stillReading : t.noFields}</p>
      )}
      {identity !== null && (
        <>
          <h3>{t.identityTitle}</h3>
          <p className={`identity ${identity.decision}`}>
            {identity.decision === 'match' ? <UserRoundCheck /> : <UserRoundX />}
            <span>
              {t.identity[identity.decision]}
              {identity.similarity !== null && (
                <small>
                  {' '}
                  {t.similarity} {identity.similarity.toFixed(2)}
                </small>
              )}
              {typeof identity.passiveLiveness === 'number' && (
                <>
                  <br />
                  <small>
                    {t.passiveLiveness} {identity.passiveLiveness.toFixed(2)}
                    {identity.flags.includes('liveness-doubtful') && `: ${t.passiveDoubtful}`}
                  </small>
                </>
              )}
              <br />
              {identity.holderName}
              {identity.chip !== undefined && identity.chip !== 'not-read' && (
                <>
                  <br />
                  {t.chip[identity.chip]}
                </>
              )}
            </span>
          </p>
          {identity.flags.length > 0 && (
            <ul className="flags" aria-label={t.identityFlags}>
              {identity.flags.map((flag) => (
                <li key={flag}>
                  <Flag /> {identityFlags[flag] === undefined ? flag : of(identityFlags[flag])}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}
