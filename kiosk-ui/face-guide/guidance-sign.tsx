import type { GuidanceCode } from '@saoy/contracts/identity';
import {
  ArrowUp,
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
