/** A row names a destination that it may not have. Says nothing about any grant. */
export class ForeignDestination extends Error {
  override name = 'ForeignDestination';
}
