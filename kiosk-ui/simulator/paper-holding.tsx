import type { SimulatorSection } from './simulator-panel.tsx';

/** What the person holds up when the screen asks for the card, and how the camera sees it. */
export function PaperHolding({ state, simulator, act }: SimulatorSection) {
  if (state.views.length === 0) return null;
  return (
    <section>
      <h3>Held before the camera</h3>
      <label>
        Card or paper
        <select
          value={state.held ?? ''}
          onChange={(event) => {
            const paper = event.currentTarget.value || null;
            act(() => simulator.holdPaper(paper, state.view));
          }}
        >
          <option value="">nothing</option>
          {state.papers.map((paper) => (
            <option key={paper.id} value={paper.id}>
              {paper.label.en}
            </option>
          ))}
        </select>
      </label>
      <label>
        Seen
        <select
          value={state.view}
          onChange={(event) => {
            const view = event.currentTarget.value;
            act(() => simulator.holdPaper(state.held, view));
          }}
        >
          {state.views.map((view) => (
            <option key={view}>{view}</option>
          ))}
        </select>
      </label>
    </section>
  );
}
