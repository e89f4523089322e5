import { type ReactNode, useEffect, useRef } from 'react';
import { useSpokenText } from '../speech/use-spoken-text.ts';

/** What every screen is made of: an instruction, a picture or live view above, the choices below. */
export function Situation({
  title,
  lead,
  spoken = typeof lead === 'string' ? lead : '',
  picture,
  children,
  focusKey = title,
}: {
  title: string;
  lead?: ReactNode;
  /** What is read aloud after the title, where the lead is more than words. */
  spoken?: string;
  picture?: ReactNode;
  /** The choices. */
  children?: ReactNode;
  /** The title takes the focus when this changes: a new situation, not a new number in the same one. */
  focusKey?: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the situation is a new one.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [focusKey]);
  useSpokenText(title, spoken);
  return (
    <main className="situation" aria-labelledby="title">
      <div className="scene">
        <h1 id="title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <div className="lead" aria-live="polite">
          {lead}
        </div>
        {picture !== undefined && <div className="picture">{picture}</div>}
      </div>
      {children !== undefined && <div className="choices">{children}</div>}
    </main>
  );
}
