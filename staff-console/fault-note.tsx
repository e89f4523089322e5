import { FaultError } from '@saoy/contracts/errors';
import { TriangleAlert } from 'lucide-react';
import { useLanguage } from './texts/language.tsx';

/** Nothing answered. */
export const isOffline = (error: unknown): boolean =>
  error instanceof FaultError && error.code === 'general.unavailable';

/** What did not work, with the code support can look up. */
export function FaultNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useLanguage();
  const isAway = isOffline(error);
  return (
    <div className="note fault" role="alert">
      <TriangleAlert />
      <p>
        {isAway ? t.offline : t.failed}
        {error instanceof FaultError && !isAway && (
          <small>
            {error.code}
            {error.fault.detail === undefined ? '' : `: ${error.fault.detail}`}
          </small>
        )}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          {t.retry}
        </button>
      )}
    </div>
  );
}
