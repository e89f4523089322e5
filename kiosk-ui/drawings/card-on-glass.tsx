import { Drawing, Writing } from './drawing.tsx';
import { GlassFromAbove, ScanLight } from './glass-from-above.tsx';

/** The identity card turns face down and slides into the marked corner. */
export function CardOnGlass({ side, isScanning = false }: { side: 'front' | 'back'; isScanning?: boolean }) {
  return (
    <Drawing name={isScanning ? 'card-on-glass lies-still' : 'card-on-glass'} width={560}>
      <GlassFromAbove />
      <g className="card-slides">
        <g className="sheet-front">
          <rect className="sheet" x="0" y="0" width="170" height="108" rx="10" />
          {side === 'front' ? <CardFront /> : <CardBack />}
        </g>
        <g className="sheet-back">
          <rect className="sheet shaded" x="0" y="0" width="170" height="108" rx="10" />
          {side === 'front' ? <CardBack /> : <CardFront />}
        </g>
      </g>
      {isScanning && <ScanLight />}
    </Drawing>
  );
}

function CardFront() {
  return (
    <g>
      <rect className="soft" x="14" y="30" width="42" height="56" rx="4" />
      <circle className="line-thin" cx="35" cy="50" r="10" />
      <path className="line-thin" d="M20 84 c2 -18 28 -18 30 0" />
      <Writing x={70} y={40} width={84} lines={3} />
      <line className="accent-line" x1="14" x2="90" y1="17" y2="17" />
    </g>
  );
}

function CardBack() {
  return (
    <g>
      <rect className="soft" x="120" y="14" width="36" height="36" rx="3" />
      <path className="line-thin" d="M128 22h8v8h-8zM144 22h4M144 34h6v8M128 40h8" />
      <Writing x={14} y={28} width={90} lines={2} />
      <g className="writing">
        <line x1="14" x2="156" y1="74" y2="74" />
        <line x1="14" x2="156" y1="90" y2="90" />
      </g>
    </g>
  );
}
