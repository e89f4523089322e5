import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** One line the person should not miss. */
export function Notice({
  tone,
  children,
  picture,
}: {
  tone: 'attention' | 'calm';
  children: ReactNode;
  picture?: ReactNode;
}) {
  const Icon = tone === 'attention' ? TriangleAlert : Info;
  return (
    <div className={`notice notice-${tone}`}>
      {picture ?? <Icon className="notice-icon" aria-hidden="true" />}
      <div>{children}</div>
    </div>
  );
}
