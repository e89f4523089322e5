import './style.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { isSignedOut } from './is-signed-out.ts';
import { LanguageProvider } from './texts/language.tsx';

const queries: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 2_000 } },
  queryCache: new QueryCache({
    // A session that ended while somebody worked leads back to the door.
    onError: (error, query) => {
      if (isSignedOut(error) && query.queryKey[0] !== 'session')
        void queries.resetQueries({ queryKey: ['session'] });
    },
  }),
});

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
