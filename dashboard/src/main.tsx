import './styles/main.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { takeIntent } from './take-intent.ts';

// First of all: the fragment may hold a one-time handle, which must not stay in the address bar or the history.
const intent = takeIntent();
const root = document.getElementById('app');
if (root !== null) render(<App intent={intent} />, root);
