/** esbuild bundles imported style sheets into `app.css`; they export nothing. */
declare module '*.css';
