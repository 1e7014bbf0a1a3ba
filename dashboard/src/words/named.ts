/** What a name in a sentence is the name of, which may not exist any more. */
export interface Named {
  page: 'connection' | 'app' | 'server';
  id: string;
}

/** A part of a sentence. */
export interface Piece {
  text: string;
  isName: boolean;
  names?: Named;
}
