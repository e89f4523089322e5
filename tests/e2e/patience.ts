/** How long a person in these tests waits for the next thing to happen, on a machine that others use too. */
export const patienceMs = 150_000;
