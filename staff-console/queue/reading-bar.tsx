import type { Reading } from '@saoy/contracts/staff-api';
import { ScanText } from 'lucide-react';
import { useLanguage } from '../texts/language.tsx';

/** Which page is being read, in words, and how far all of them are. */
export function ReadingBar({ reading, pages }: { reading: Reading; pages: number }) {
  const { t } = useLanguage();
  const text = t.reading(reading.page, pages);
  return (
    <span className="reading-bar">
      <span>
        <ScanText /> {text}
      </span>
      <progress aria-label={text} max={100} value={Math.round(reading.share * 100)} />
    </span>
  );
}
