import { copyAnswers } from '@saoy/contracts/copy-verdicts';

/** Titles of verdicts that are looked for by name. */
export const verdictTitles = (language: 'vi' | 'en') => ({
  genuineCode: copyAnswers['number-issued'].title[language] as string,
  genuineFile: copyAnswers['file-matches-register'].title[language] as string,
  altered: copyAnswers['file-differs-from-register'].title[language] as string,
  annulled: copyAnswers['annulled-by-decision'].title[language] as string,
  superseded: copyAnswers['replaced-by-copy'].title[language] as string,
  unknown: copyAnswers['code-not-issued'].title[language] as string,
  pending: copyAnswers['issuing-under-way'].title[language] as string,
});
