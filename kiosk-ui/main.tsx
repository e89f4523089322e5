import { createRoot } from 'react-dom/client';
import '@saoy/contracts/theme/tokens.css';
import './theme/fonts.css';
import './theme/kiosk.css';
import './theme/choices.css';
import './theme/screens-identity.css';
import './theme/screens-papers.css';
import './theme/screens-receive.css';
import { App } from './app/app.tsx';
import { guardGestures } from './app/guard-gestures.ts';

guardGestures();
createRoot(document.getElementById('root')!).render(<App />);
