import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { FileCase, Recipe } from './file-cases.ts';
import type { Bench } from './judge-all.ts';
import type { JudgedCopies } from './judged-copies.ts';

/** Makes the files of a set, each once, those first that others are made from; answers their paths by name. */
export async function makeFiles(
  cases: readonly FileCase[],
  judged: JudgedCopies,
  { java, pyHanko }: Bench,
): Promise<Map<string, string>> {
  const copyOf = (product: string) =>
    judged.copies.find((copy) => copy.product === product && copy.keyType === 'P-256')!;
  const made = new Map([
    ['unsigned', copyOf('digital').unsigned],
    ['certified', copyOf('certified').signed],
    ['digital', copyOf('digital').signed],
  ]);
  const withIdentity = (request: Readonly<Record<string, unknown>>) =>
    request['signer'] === undefined
      ? request
      : { ...request, signer: judged.identity(String(request['signer'])) };
  const setting = {
    trust: judged.trust,
    crls: judged.revocationLists,
    certs: judged.intermediates,
    tsa: judged.identity('tsa'),
  };

  const make = async (recipe: Recipe, file: string, target: string): Promise<void> => {
    switch (recipe.by) {
      case 'pyHanko':
        await pyHanko!.ask({ ...setting, do: 'sign', file, target, steps: recipe.steps.map(withIdentity) });
        return;
      case 'DSS': {
        let source = file;
        for (const [i, request] of recipe.requests.entries()) {
          const next = i === recipe.requests.length - 1 ? target : `${target}.${i}`;
          await java!.ask({ ...setting, ...withIdentity(request), file: source, target: next });
          source = next;
        }
        return;
      }
      case 'tampering':
        await pyHanko!.ask({ do: 'tamper', way: recipe.way, file, target });
        return;
      case 'qpdf':
        execFileSync('qpdf', ['--static-id', ...recipe.options, file, target]);
    }
  };
  const byName = new Map(cases.map((one) => [one.name, one]));
  const promised = new Map<string, Promise<string>>();
  const ensure = (name: string): Promise<string> => {
    const present = made.get(name);
    const promise = promised.get(name) ?? (present === undefined ? makeCase(name) : Promise.resolve(present));
    promised.set(name, promise);
    return promise;
  };
  const makeCase = async (name: string): Promise<string> => {
    const { recipe } = byName.get(name)!;
    const target = join(judged.fixture.dir, `${name.replaceAll(/[^a-z0-9]+/g, '-')}.pdf`);
    await make(recipe, await ensure(recipe.from), target);
    made.set(name, target);
    return target;
  };
  // The judges work side by side, each through its own list.
  await Promise.all(cases.map(({ name }) => ensure(name)));
  return made;
}
