import type { Challenge } from '@saoy/contracts/identity';
import { Drawing } from './drawing.tsx';

/** The movement asked for, as in a mirror: the person's left is the left of the screen. */
export function FaceMovement({ challenge }: { challenge: Challenge | null }) {
  return (
    <Drawing name={`face face-${challenge ?? 'straight'}`} width={360}>
      <g className="head">
        <path className="shoulders" d="M70 350 c0 -70 60 -88 110 -88 s110 18 110 88 Z" />
        <ellipse className="skin" cx="180" cy="160" rx="88" ry="108" />
        <path
          className="hair"
          d="M90 150 c-6 -78 40 -112 90 -112 s96 34 90 112 c-10 -40 -34 -58 -90 -58 s-80 18 -90 58 Z"
        />
        <g className="features">
          <g className="eyes">
            <ellipse className="dot" cx="146" cy="160" rx="8" ry="10" />
            <ellipse className="dot" cx="214" cy="160" rx="8" ry="10" />
          </g>
          <path className="line" d="M180 166 v26 h-10" />
          <path className="line" d="M152 216 q28 20 56 0" />
        </g>
      </g>
      <g className="movement">
        {challenge === 'turn-left' && <path className="accent-line" d="M60 150 h-44 m18 -20 l-20 20 20 20" />}
        {challenge === 'turn-right' && (
          <path className="accent-line" d="M300 150 h44 m-18 -20 l20 20 -20 20" />
        )}
        {challenge === 'nod' && (
          <path className="accent-line" d="M316 110 v90 m-18 -18 l18 20 18 -20 M298 128 l18 -20 18 20" />
        )}
        {challenge === 'come-closer' && (
          <path className="accent-line" d="M40 60 l34 34 m-26 0 h26 v-26 M320 60 l-34 34 m26 0 h-26 v-26" />
        )}
      </g>
    </Drawing>
  );
}
