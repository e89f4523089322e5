const ONSETS = 'ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x';
/** Rimes without tones: nucleus and coda, as Vietnamese spelling has them. */
const RIMES =
  'a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|' +
  'e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|' +
  'i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|' +
  'o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|op|ot|ooc|oong|' +
  'ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|' +
  'u|ua|uân|uâng|uât|uây|uc|uê|uênh|uêch|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|up|ut|uy|uya|uych|uyên|uyêt|uyn|uynh|uyt|uyu|uơ|' +
  'ư|ưa|ưc|ưi|ưng|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu|' +
  'y|yêm|yên|yêng|yêt|yêu|ynh|yt';
/** After "qu" and "gi" the glide belongs to the onset. */
const SYLLABLE = new RegExp(`^(?:${ONSETS})?(?:${RIMES})$`, 'u');
const STOPPED = /(?:c|ch|p|t)$/u;
const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/gu;
/** Sắc and nặng: a syllable that ends in a stop bears one of them. */
const TONES_OF_STOPPED = new Set(['\u0301', '\u0323']);

/** Whether a word can be one syllable of Vietnamese: its letters go together and it bears at most one tone. */
export function isSyllable(word: string): boolean {
  const decomposed = word.toLocaleLowerCase('vi').normalize('NFD');
  const tones = decomposed.match(TONE_MARKS) ?? [];
  const bare = decomposed.replace(TONE_MARKS, '').normalize('NFC');
  if (tones.length > 1 || !SYLLABLE.test(bare)) return false;
  return !STOPPED.test(bare) || (tones[0] !== undefined && TONES_OF_STOPPED.has(tones[0]));
}

/** The two syllables that a reader ran together ("NGHỆAN"), when there is only one way to part them. */
export function partSyllables(word: string): string | undefined {
  if (word.length < 4 || isSyllable(word)) return undefined;
  const parted: string[] = [];
  for (let at = 2; at <= word.length - 2; at += 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (isSyllable(first) && isSyllable(second)) parted.push(`${first} ${second}`);
  }
  return parted.length === 1 ? parted[0] : undefined;
}
