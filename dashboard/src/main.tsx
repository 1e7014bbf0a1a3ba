import './styles/main.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { takeIntent } from './take-intent.ts';

// Must run first: the fragment can hold an authorization code, which must not stay in the URL or the history.
const intent = takeIntent();
const root = document.getElementById('app');
if (root !== null) render(<App intent={intent} />, root);
