import { refusalReasons, refusalReasonsInEnglish } from '@saoy/contracts/refusal-reasons';
import type { RequestSummary } from '@saoy/contracts/visit/status';
import { Clock, Mail, Printer } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { PartDrawing } from '../drawings/part-drawing.tsx';
import { Seal } from '../drawings/seal.tsx';
import { formatTime } from '../texts/format.ts';

const QrCode = lazy(() => import('../components/qr-code.tsx').then((m) => ({ default: m.QrCode })));

/** One paper's end: the copy with its ways home, or why there is none. */
export function CopyResult({ request }: { request: RequestSummary }) {
  const { texts, say, status } = useKiosk();
  if (request.refusal !== null) return <Refusal request={request} refusal={request.refusal} />;
  return (
    <div className="copy-result">
      <div className="copy-words">
        {request.copyCode !== null && (
          <div className="copy-seal">
            <Seal />
          </div>
        )}
        <p className="copy-title">{say(request.title)}</p>
        {request.copyCode !== null && (
          <p className="copy-code">
            {texts.done.code} <strong>{request.copyCode}</strong>
          </p>
        )}
        {request.print !== null && request.print.sheetsDone > 0 && (
          <p className="copy-line">
            <Printer aria-hidden="true" /> {texts.done.printed(request.print.sheetsDone)}
          </p>
        )}
        {request.emailedTo !== null && (
          <p className="copy-line">
            <Mail aria-hidden="true" /> {breakAfterAt(texts.done.emailed(request.emailedTo))}
          </p>
        )}
        {(request.state === 'later' || request.state === 'delayed') && (
          <p className="copy-line">
            <Clock aria-hidden="true" /> {texts.done.laterLine}
          </p>
        )}
        {request.state === 'failed' && <p className="copy-line">{texts.done.failedLine}</p>}
      </div>
      {(request.state === 'later' || request.state === 'delayed' || request.state === 'failed') && (
        <div className="copy-part">
          <PartDrawing part={request.state === 'failed' ? 'kiosk' : 'clock'} />
        </div>
      )}
      {request.downloadUrl !== null && (
        <figure className="copy-qr">
          <div className="qr-place">
            <Suspense>
              <QrCode text={request.downloadUrl} label={texts.done.qr} />
            </Suspense>
          </div>
          <figcaption>
            {texts.done.qr}
            {request.downloadExpiresAt !== null && (
              <span className="choice-hint">
                {texts.done.qrUntil(formatTime(request.downloadExpiresAt, status.language))}
              </span>
            )}
          </figcaption>
        </figure>
      )}
    </div>
  );
}

/** A long address breaks before its domain, not in the middle of a word. */
const breakAfterAt = (text: string): string => text.replace('@', '@\u200b');

/** The reason stands in the words of the decree; a reading aid follows for those who do not read Vietnamese. */
function Refusal({
  request,
  refusal,
}: {
  request: RequestSummary;
  refusal: NonNullable<RequestSummary['refusal']>;
}) {
  const { texts, say } = useKiosk();
  return (
    <div className="refusal">
      <p className="copy-title">{say(request.title)}</p>
      <p className="refusal-source">{texts.done.reason}</p>
      <blockquote lang="vi">{refusalReasons[refusal.reason]}</blockquote>
      {texts.done.reasonAid !== '' && (
        <p className="refusal-aid">
          {texts.done.reasonAid} {refusalReasonsInEnglish[refusal.reason]}
        </p>
      )}
      {refusal.comment !== '' && <p className="refusal-comment">{refusal.comment}</p>}
    </div>
  );
}
