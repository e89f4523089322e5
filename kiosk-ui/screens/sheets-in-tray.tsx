import type { RequestSummary } from '@saoy/contracts/visit/status';
import { useKiosk } from '../app/kiosk-context.ts';

/** Beyond this the row of sheets says less than the words. */
const mostDrawn = 20;

/** The printer's own word on the job, and the sheets that are really out. */
export function SheetsInTray({ print }: { print: NonNullable<RequestSummary['print']> }) {
  const { texts } = useKiosk();
  return (
    <div className="sheets">
      <p>
        {texts.processing.job[print.jobState]}. {texts.processing.sheets(print.sheetsDone, print.sheetsTotal)}
      </p>
      {print.sheetsTotal <= mostDrawn && (
        <div className="sheets-drawn" aria-hidden="true">
          {Array.from({ length: print.sheetsTotal }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sheets never change places.
            <span key={i} className={i < print.sheetsDone ? 'sheet-out' : 'sheet-ahead'} />
          ))}
        </div>
      )}
    </div>
  );
}
