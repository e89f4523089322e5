import { z } from 'zod';
import { parseCheckCode, parseCopyCode } from './copy-code.ts';

export const copyCodeSchema = z.string().transform((text, context) => {
  const code = parseCopyCode(text);
  if (code === null) context.addIssue({ code: 'custom', message: 'not a copy code' });
  return code ?? z.NEVER;
});

export const checkCodeSchema = z.string().transform((text, context) => {
  const code = parseCheckCode(text);
  if (code === null) context.addIssue({ code: 'custom', message: 'not a check code' });
  return code ?? z.NEVER;
});
