import {
  type PDF,
  type PDFPage,
  PdfArray,
  PdfBool,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  type PdfRef,
  PdfString,
} from '@libpdf/core';
import type { Placement } from './page-image.ts';
import { numberArray } from './pdf-objects.ts';

/** Standard structure types that a copy uses (ISO 32000-1, 14.8.4). */
export type Role = 'H1' | 'P' | 'Figure';

/** What a marked part of a page is, in the order in which it is read. */
export interface Element {
  readonly role: Role;
  /** What a figure shows, in words. */
  readonly alternative?: string;
  /** Where a figure stands on the page. */
  readonly box?: Placement;
  /** Language, where it is not the document's. */
  readonly language?: string;
}

interface Node {
  readonly dict: PdfDict;
  readonly ref: PdfRef;
  readonly kids: PdfObject[];
}

/** The place of a signature field among what is read of its page. */
export interface FieldTag {
  /** Ties the field to its place and returns its key in the parent tree; null where it has none. */
  attach(widget: PdfRef): number | null;
}

/** The tags of one page; elements are read in the order in which they are begun. */
export class PageTags {
  readonly #tree: StructureTree;
  readonly #section: Node;
  readonly #page: PdfRef;
  readonly #elements: PdfRef[] = [];

  constructor(tree: StructureTree, section: Node, page: PdfRef) {
    this.#tree = tree;
    this.#section = section;
    this.#page = page;
  }

  /** The elements of the page by the number of their marked content. */
  get elements(): readonly PdfRef[] {
    return this.#elements;
  }

  /** Begins an element and returns the number of its marked content. */
  add(element: Element): number {
    const { role, alternative, box, language } = element;
    const number = this.#elements.length;
    const node = this.#tree.node(role, this.#section);
    node.dict.set('Pg', this.#page);
    node.dict.set('K', PdfNumber.of(number));
    if (alternative !== undefined) node.dict.set('Alt', PdfString.fromString(alternative));
    if (language !== undefined) node.dict.set('Lang', PdfString.fromString(language));
    if (box !== undefined) {
      const { x, y, width, height } = box;
      node.dict.set(
        'A',
        PdfDict.of({
          O: PdfName.of('Layout'),
          Placement: PdfName.of('Block'),
          BBox: numberArray([x, y, x + width, y + height]),
        }),
      );
    }
    this.#elements.push(node.ref);
    return number;
  }

  /**
   * Keeps a place for a field that is made later. A field that is signed after another one must not be reached
   * through the tree: EU DSS would take its value, seen from there, for an undefined change of what the first
   * signature covers. Such a place holds its words alone.
   */
  addField(words: string, isSignedFirst: boolean): FieldTag {
    if (!isSignedFirst) {
      this.#tree.node('P', this.#section).dict.set('ActualText', PdfString.fromString(words));
      return { attach: () => null };
    }
    const node = this.#tree.node('Form', this.#section);
    node.dict.set('Alt', PdfString.fromString(words));
    return {
      attach: (widget) => {
        node.dict.set('Pg', this.#page);
        node.dict.set('K', PdfDict.of({ Type: PdfName.of('OBJR'), Obj: widget, Pg: this.#page }));
        return this.#tree.addParent(node.ref);
      },
    };
  }
}

/**
 * Says what the parts of the pages are and in which order they are read (ISO 32000-1, 14.7 and 14.8), for
 * people who hear the copy or read it by touch.
 */
export class StructureTree {
  readonly #pdf: PDF;
  readonly #root: PdfDict;
  readonly #rootRef: PdfRef;
  readonly #document: Node;
  readonly #nodes: Node[] = [];
  readonly #pages: { readonly key: number; readonly tags: PageTags }[] = [];
  readonly #parents = new Map<number, PdfRef>();
  #nextKey = 0;

  constructor(pdf: PDF) {
    this.#pdf = pdf;
    this.#root = PdfDict.of({ Type: PdfName.of('StructTreeRoot') });
    this.#rootRef = pdf.register(this.#root);
    this.#document = this.node('Document', { ref: this.#rootRef, kids: [] });
  }

  /** An element under another one. */
  node(role: Role | 'Document' | 'Sect' | 'Form', parent: { readonly ref: PdfRef; kids: PdfObject[] }): Node {
    const dict = PdfDict.of({ Type: PdfName.of('StructElem'), S: PdfName.of(role), P: parent.ref });
    const node = { dict, ref: this.#pdf.register(dict), kids: [] };
    parent.kids.push(node.ref);
    this.#nodes.push(node);
    return node;
  }

  /** Begins the tags of a page. */
  page(page: PDFPage): PageTags {
    const key = this.#nextKey++;
    page.dict.set('StructParents', PdfNumber.of(key));
    // The order in which fields are reached by the keyboard follows the reading order.
    page.dict.set('Tabs', PdfName.of('S'));
    const tags = new PageTags(this, this.node('Sect', this.#document), page.ref);
    this.#pages.push({ key, tags });
    return tags;
  }

  /** Enters an element in the parent tree and returns its key. */
  addParent(element: PdfRef): number {
    const key = this.#nextKey++;
    this.#parents.set(key, element);
    return key;
  }

  /** Writes the tree; to be called once, after everything has been drawn. */
  finish(): void {
    for (const { dict, kids } of this.#nodes) if (kids.length > 0) dict.set('K', new PdfArray(kids));
    const entries: [number, PdfObject][] = [
      ...this.#pages.map(({ key, tags }): [number, PdfObject] => [
        key,
        this.#pdf.register(new PdfArray([...tags.elements])),
      ]),
      ...this.#parents,
    ];
    entries.sort(([a], [b]) => a - b);
    const numbers = new PdfArray(entries.flatMap(([key, value]) => [PdfNumber.of(key), value]));
    this.#root.set('K', this.#document.ref);
    this.#root.set('ParentTree', this.#pdf.register(PdfDict.of({ Nums: numbers })));
    this.#root.set('ParentTreeNextKey', PdfNumber.of(this.#nextKey));
    const catalog = this.#pdf.getCatalog();
    catalog.set('StructTreeRoot', this.#rootRef);
    catalog.set('MarkInfo', PdfDict.of({ Marked: PdfBool.TRUE }));
  }
}
