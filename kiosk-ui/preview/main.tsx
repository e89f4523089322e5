import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import '@saoy/contracts/theme/tokens.css';
import '../theme/fonts.css';
import '../theme/kiosk.css';
import '../theme/choices.css';
import '../theme/screens-identity.css';
import '../theme/screens-papers.css';
import '../theme/screens-receive.css';
import { Gallery } from './gallery.tsx';
import { PreviewScreen } from './preview-screen.tsx';
import { samples } from './samples.ts';

declare global {
  interface Window {
    /** Shows another screen without loading the page again, for tests. */
    showScreen(query: string): void;
    sampleNames: { screen: string; state: string; isPressed: boolean }[];
  }
}

const root = createRoot(document.getElementById('root')!);

// ?screen=scan&state=jam&lang=en&text=large&contrast=high&reach=low shows one screen; without a screen, all of them.
window.showScreen = (query) =>
  flushSync(() =>
    root.render(
      new URLSearchParams(query).has('screen') ? (
        <PreviewScreen key={query} query={new URLSearchParams(query)} />
      ) : (
        <Gallery />
      ),
    ),
  );
window.sampleNames = samples.map(({ screen, state, press }) => ({
  screen,
  state,
  isPressed: press.length > 0,
}));
window.showScreen(location.search);
