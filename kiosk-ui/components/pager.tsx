import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';

/**
 * Nothing scrolls on a kiosk: long lists turn pages. `at` is the first index shown; when `follow` changes, the page
 * with that index is turned to.
 */
export function usePages(total: number, perPage: number, follow = 0): { at: number; turn(by: 1 | -1): void } {
  const [page, setPage] = useState(Math.floor(follow / perPage));
  const [followed, setFollowed] = useState(follow);
  if (followed !== follow) {
    setFollowed(follow);
    setPage(Math.floor(follow / perPage));
  }
  const last = Math.max(0, Math.ceil(total / perPage) - 1);
  const shown = Math.min(page, last);
  return { at: shown * perPage, turn: (by) => setPage(Math.min(last, Math.max(0, shown + by))) };
}

/** Two arrows around something; absent when there is but one page. */
export function PagerArrows({
  at,
  perPage,
  total,
  previousLabel,
  nextLabel,
  onTurn,
  children,
}: {
  at: number;
  perPage: number;
  total: number;
  previousLabel: string;
  nextLabel: string;
  onTurn: (by: 1 | -1) => void;
  children: ReactNode;
}) {
  if (total <= perPage) return <div className="pager">{children}</div>;
  return (
    <div className="pager">
      <Button
        className="choice choice-plain pager-arrow"
        aria-label={previousLabel}
        isDisabled={at === 0}
        onPress={() => onTurn(-1)}
      >
        <ChevronLeft aria-hidden="true" />
      </Button>
      {children}
      <Button
        className="choice choice-plain pager-arrow"
        aria-label={nextLabel}
        isDisabled={at + perPage >= total}
        onPress={() => onTurn(1)}
      >
        <ChevronRight aria-hidden="true" />
      </Button>
    </div>
  );
}
