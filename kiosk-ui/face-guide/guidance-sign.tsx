import type { GuidanceCode } from '@saoy/contracts/identity';
import {
  ArrowUp,
  createLucideIcon,
  Expand,
  Eye,
  Hand,
  Lightbulb,
  type LucideIcon,
  Move,
  ScanFace,
  Shrink,
  SunDim,
  UserRound,
  UsersRound,
} from 'lucide-react';

/** A face with a mask, struck through. */
const MaskOff = createLucideIcon('mask-off', [
  ['circle', { cx: 12, cy: 12, r: 9, key: 'face' }],
  ['path', { d: 'M4 12.5h16M6 12.5c0 4 2.5 6 6 6s6-2 6-6M9 15.5h6', key: 'mask' }],
  ['path', { d: 'M3 3l18 18', key: 'off' }],
]);

const signs: Readonly<Record<Exclude<GuidanceCode, 'ok'>, LucideIcon>> = {
  'no-face': UserRound,
  'several-faces': UsersRound,
  'too-far': Expand,
  'too-near': Shrink,
  'not-centred': Move,
  'too-dark': Lightbulb,
  'too-bright': SunDim,
  blurred: Hand,
  'look-straight': ScanFace,
  'open-eyes': Eye,
  'face-covered': MaskOff,
  'hold-still': Hand,
};

/** What to put right, as a picture. `towards` is where to move, in degrees clockwise from up as the mirror shows it. */
export function GuidanceSign({ code, towards }: { code: GuidanceCode; towards: number | null }) {
  if (code === 'ok') return null;
  if (code === 'not-centred' && towards !== null)
    return (
      <ArrowUp
        className="guidance-sign"
        style={{ transform: `rotate(${towards}deg)` }}
        data-guidance={code}
        aria-hidden="true"
      />
    );
  const Sign = signs[code];
  return <Sign className="guidance-sign" data-guidance={code} aria-hidden="true" />;
}
