// The only thing this screen ever stores: it lets the same screen take its visit up again after a restart.
const key = 'visit-token';

export const readVisitToken = (): string | null => sessionStorage.getItem(key);

export function keepVisitToken(token: string | null): void {
  if (token === null) sessionStorage.clear();
  else sessionStorage.setItem(key, token);
}
