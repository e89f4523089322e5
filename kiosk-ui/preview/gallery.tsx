import { useState } from 'react';
import { samples } from './samples.ts';

const modes = {
  lang: ['vi', 'en'],
  text: ['normal', 'large'],
  contrast: ['normal', 'high'],
  reach: ['normal', 'low'],
  shape: ['portrait', 'landscape'],
};
type Mode = keyof typeof modes;

/** All screens side by side, at a quarter of their size. */
export function Gallery() {
  const [chosen, setChosen] = useState<Record<Mode, string>>({
    lang: 'vi',
    text: 'normal',
    contrast: 'normal',
    reach: 'normal',
    shape: 'portrait',
  });
  const isPortrait = chosen.shape === 'portrait';
  const [width, height] = isPortrait ? [1080, 1920] : [1920, 1080];
  return (
    <div style={{ height: '100vh', overflow: 'auto', padding: 24, fontSize: 16, touchAction: 'auto' }}>
      <form style={{ display: 'flex', gap: 24 }}>
        {(Object.keys(modes) as Mode[]).map((mode) => (
          <label key={mode}>
            {mode}{' '}
            <select
              value={chosen[mode]}
              onChange={(event) => setChosen({ ...chosen, [mode]: event.currentTarget.value })}
            >
              {modes[mode].map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        ))}
      </form>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 24, marginTop: 24 }}>
        {samples.map(({ screen, state }) => {
          const query = new URLSearchParams({ screen, state, ...chosen });
          return (
            <a key={`${screen} ${state}`} href={`?${query}`} style={{ color: 'inherit' }}>
              {screen} {state}
              <div style={{ width: width / 4, height: height / 4, overflow: 'hidden', border: '1px solid' }}>
                <iframe
                  title={`${screen} ${state}`}
                  src={`?${query}`}
                  loading="lazy"
                  style={{
                    width,
                    height,
                    border: 0,
                    scale: '0.25',
                    transformOrigin: '0 0',
                    pointerEvents: 'none',
                  }}
                />
              </div>
            </a>
          );
        })}
      </div>
    </div>
  );
}
