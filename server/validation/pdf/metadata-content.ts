// Programs that add validation data also keep the metadata (XMP): they set dates and the name of the program, and write
// the XML anew. What the metadata say about the document must not change with it.
import { decodeStream } from './decode-stream.ts';
import type { PdfDocument } from './pdf-document.ts';
import { as, type PdfValue } from './pdf-value.ts';

const MAX_METADATA_BYTES = 1024 * 1024;
/** Properties that saving a file sets. */
const KEPT_BY_PROGRAMS = /^(\w+:)?(ModifyDate|MetadataDate|Producer|CreatorTool|InstanceID)$/;
/** Attributes that are syntax of RDF, not properties. */
const SYNTAX = /^(xmlns\b.*|xml:\w+|rdf:\w+|x:\w+)$/;

/** Whether two metadata streams say the same but for what programs set when they save. */
export function saysTheSame(
  [before, first]: readonly [PdfDocument, PdfValue | undefined],
  [after, second]: readonly [PdfDocument, PdfValue | undefined],
): boolean {
  const [a, b] = [statementsIn(before, first), statementsIn(after, second)];
  return a !== undefined && b !== undefined && a.join('\n') === b.join('\n');
}

/** Properties with their values, sorted; undefined when the metadata are not plain XMP. */
function statementsIn(document: PdfDocument, value: PdfValue | undefined): string[] | undefined {
  const stream = as('stream', document.resolve(value));
  if (stream === undefined) return undefined;
  let text: string;
  try {
    text = Buffer.from(decodeStream(stream, { remainingBytes: MAX_METADATA_BYTES })).toString('utf8');
  } catch {
    return undefined;
  }
  if (text.length > MAX_METADATA_BYTES || text.includes('<!')) return undefined;
  const namespaces = namespacesIn(text);
  if (namespaces === undefined) return undefined;
  /** A property by its namespace: programs choose prefixes as they like. */
  const inFull = (name: string): string => {
    const [prefix = '', local] = name.split(':');
    return local === undefined ? name : `{${namespaces.get(prefix) ?? prefix}}${local}`;
  };
  const found: string[] = [];
  const path: string[] = [];
  const note = (name: string, content: string): void => {
    const properties = [...path, name].filter((each) => each !== '' && !SYNTAX.test(each));
    const said = content.trim();
    if (said !== '' && !properties.some((each) => KEPT_BY_PROGRAMS.test(each)))
      found.push(`${properties.map(inFull).join('/')}=${said}`);
  };
  for (const [, processing, closing, opening, attributes = '', empty, content] of text.matchAll(
    /<(?:(\?[^>]*)|\/([\w:-]+)\s*|([\w:-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?)>|([^<]+)/g,
  )) {
    if (processing !== undefined) continue;
    if (content !== undefined) note('', content);
    else if (closing !== undefined) {
      if (path.pop() !== closing) return undefined;
    } else if (opening !== undefined) {
      path.push(opening);
      for (const [, name = '', quoted = ''] of attributes.matchAll(/([\w:-]+)\s*=\s*("[^"]*"|'[^']*')/g))
        if (!SYNTAX.test(name)) note(name, quoted.slice(1, -1));
      if (empty !== undefined) path.pop();
    }
  }
  return path.length === 0 ? found.sort() : undefined;
}

/** Prefixes of the whole text; undefined when one stands for two namespaces. */
function namespacesIn(text: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [, prefix = '', quoted = ''] of text.matchAll(/xmlns:([\w-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const uri = quoted.slice(1, -1);
    if ((found.get(prefix) ?? uri) !== uri) return undefined;
    found.set(prefix, uri);
  }
  return found;
}
