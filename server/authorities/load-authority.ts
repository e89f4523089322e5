import { readFile } from 'node:fs/promises';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { type AuthorityConfiguration, authorityConfigurationSchema } from './authority-schema.ts';

/** Reads the configuration of an authority from a JSON file; the fault names the first wrong setting. */
export const loadAuthority = async (file: string): Promise<Result<AuthorityConfiguration>> => {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return err(fault('configuration.invalid', 'the authority file is missing or not JSON'));
  }
  const parsed = authorityConfigurationSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err(fault('configuration.invalid', `authority ${issue?.path.join('.')}: ${issue?.message}`));
};
