import { createRoot } from 'react-dom/client';
import '@saoy/contracts/theme/tokens.css';
import '../theme/fonts.css';
import '../theme/kiosk.css';
import '../theme/choices.css';
import '../theme/screens.css';
import { Gallery } from './gallery.tsx';
import { PreviewScreen } from './preview-screen.tsx';

// ?screen=scan&state=jam&lang=en&text=large&contrast=high&reach=low shows one screen; without a screen, all of them.
const query = new URLSearchParams(location.search);
createRoot(document.getElementById('root')!).render(
  query.has('screen') ? <PreviewScreen query={query} /> : <Gallery />,
);
