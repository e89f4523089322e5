import type { SimulatorSection } from './simulator-panel.tsx';

/** Who stands before the camera, and what they do there. */
export function PersonPlacing({ state, simulator, act }: SimulatorSection) {
  return (
    <section>
      <h3>Before the camera</h3>
      <label>
        Person
        <select
          value={state.person ?? ''}
          onChange={(event) => {
            const person = event.currentTarget.value || null;
            act(() => simulator.placePerson(person, state.behaviour));
          }}
        >
          <option value="">nobody</option>
          {state.people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.label.en}
            </option>
          ))}
        </select>
      </label>
      <label>
        Behaviour
        <select
          value={state.behaviour}
          onChange={(event) => {
            const behaviour = event.currentTarget.value;
            act(() => simulator.placePerson(state.person, behaviour));
          }}
        >
          {state.behaviours.map((behaviour) => (
            <option key={behaviour}>{behaviour}</option>
          ))}
        </select>
      </label>
    </section>
  );
}
