import { Drawing } from './drawing.tsx';

/** Width of the bar that fills while the chip is read. */
const BAR_WIDTH = 200;

/** The card lies on a flat reader; waves rise from its chip, a bar fills while it is read. */
export function CardOnReader({ isReading, progress }: { isReading: boolean; progress: number }) {
  return (
    <Drawing name={isReading ? 'card-on-reader lies-still' : 'card-on-reader'} width={480}>
      <rect className="body" x="90" y="120" width="300" height="190" rx="24" />
      <g className="chip-waves">
        {[0, 1, 2].map((i) => (
          <path
            key={i}
            className="accent-line"
            fill="none"
            d={`M${210 - i * 22} ${92 - i * 22} q${30 + i * 22} ${-18 - i * 8} ${60 + i * 44} 0`}
          />
        ))}
      </g>
      <rect className="sheet" x="150" y="150" width="180" height="112" rx="10" />
      <rect className="soft" x="170" y="186" width="38" height="32" rx="5" />
      <path className="line-thin" d="M170 202h38M189 186v32" />
      <line className="accent-line" x1="228" x2="306" y1="180" y2="180" />
      <line className="line-thin" x1="228" x2="296" y1="204" y2="204" />
      <line className="line-thin" x1="228" x2="310" y1="226" y2="226" />
      {isReading && (
        <g>
          <rect className="soft" x="140" y="280" width={BAR_WIDTH} height="12" rx="6" />
          <rect
            className="accent"
            x="140"
            y="280"
            width={Math.max(12, BAR_WIDTH * progress)}
            height="12"
            rx="6"
          />
        </g>
      )}
    </Drawing>
  );
}
