/** The page at `/api`: the HTTP API as the environment's own OpenAPI document describes it. It needs no sign-in. */
import '../styles/main.css';
import '../styles/api-page.css';
import { render } from 'preact';
import { ApiReference } from './api-reference.tsx';

const root = document.getElementById('app');
if (root !== null) render(<ApiReference />, root);
