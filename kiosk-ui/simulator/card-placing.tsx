import type { SimulatorSection } from './simulator-panel.tsx';

/** Whose card lies on the chip reader. */
export function CardPlacing({ state, simulator, act }: SimulatorSection) {
  if (state.chips.length === 0) return null;
  return (
    <section>
      <h3>On the chip reader</h3>
      <label>
        Card of
        <select
          value={state.onReader ?? ''}
          onChange={(event) => {
            const person = event.currentTarget.value || null;
            act(() => simulator.placeCard(person));
          }}
        >
          <option value="">nobody</option>
          {state.chips.map((chip) => (
            <option key={chip.id} value={chip.id}>
              {chip.label.en}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}
