export { assembleDocument } from './assemble-document.ts';
export { languageFile } from './ocr-engine.ts';
export {
  type PageReading,
  type ReadingLanguage,
  type TextLine,
  type TextWord,
  toInputBox,
} from './page-reading.ts';
export {
  type FilesProgress,
  type RecogniseFilesOptions,
  type RecogniseFilesOutcome,
  recogniseFiles,
} from './recognise-files.ts';
export { createRecogniser, type Recogniser, type RecogniserOptions } from './recogniser.ts';
