import { useState } from 'react';
import type { SimulatorSection } from './simulator-panel.tsx';

/** Lays papers on the glass or into the feeder; a page of one's own can be added. */
export function PaperPlacing({ state, simulator, act }: SimulatorSection) {
  const [target, setTarget] = useState<'glass' | 'feeder'>('glass');
  const label = (id: string | null): string =>
    id === null ? 'nothing' : (state.papers.find((paper) => paper.id === id)?.label.en ?? id);
  const place = (id: string): void =>
    act(() =>
      target === 'glass'
        ? simulator.placePaper(state.onGlass === id ? null : id, state.inFeeder)
        : simulator.placePaper(state.onGlass, [...state.inFeeder, id]),
    );
  const add = async (file: File): Promise<void> => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    act(() => simulator.addPaper(file.name.slice(0, 100), bytes));
  };
  return (
    <section>
      <h3>Papers</h3>
      <p>
        On the glass: <strong>{label(state.onGlass)}</strong>
        {' · '}In the feeder: <strong>{state.inFeeder.map(label).join(', ') || 'nothing'}</strong>
      </p>
      <div className="simulator-row">
        {(['glass', 'feeder'] as const).map((place) => (
          <button type="button" key={place} aria-pressed={target === place} onClick={() => setTarget(place)}>
            {place === 'glass' ? 'Lay on the glass' : 'Put into the feeder'}
          </button>
        ))}
        <button type="button" onClick={() => act(() => simulator.placePaper(null, []))}>
          Take all away
        </button>
      </div>
      <ul className="simulator-papers">
        {state.papers.map((paper) => (
          <li key={paper.id}>
            <button type="button" aria-pressed={state.onGlass === paper.id} onClick={() => place(paper.id)}>
              <img src={simulator.paperPictureUrl(paper.id)} alt="" loading="lazy" />
              {paper.label.en}
            </button>
          </li>
        ))}
      </ul>
      <label className="simulator-file">
        Add a page of your own
        <input
          type="file"
          accept="image/*"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void add(file);
          }}
        />
      </label>
    </section>
  );
}
