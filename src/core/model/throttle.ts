// The throttle: guesses of one sort, counted.

/** `countMax` guesses are allowed under this name, then none until `until`. */
export type Throttle = { readonly name: string; readonly countMax: number; readonly until: number };

/** The guesses under a name so far; `count` is as good as 0 once `until` has passed. */
export type Guesses = { readonly name: string; readonly count: number; readonly until: number };
