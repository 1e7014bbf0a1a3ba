import './styles/main.css';
import { render } from 'preact';
import { App } from './app/app.tsx';
import { takeIntent } from './consent/take-intent.ts';
import { placeAt } from './router/route.ts';
import { isFirstPage, loadFurtherPages } from './shell/page-at.tsx';
import { isWindowAnswer, passOnAnswer } from './sign-in/window-answer.ts';

if (isWindowAnswer(location.search)) void passOnAnswer();
else {
  // Must run first: the fragment can hold an authorization code, which must not stay in the URL or the history.
  const intent = takeIntent();
  const place = placeAt(location.pathname, location.search);
  // Together with the sign-in, so that neither waits for the other; a failure is met where the page is shown.
  if (place !== undefined && !isFirstPage(place.page)) void loadFurtherPages().catch(() => undefined);
  const root = document.getElementById('app');
  if (root !== null) render(<App intent={intent} />, root);
}
