// Notes everything that an SDK is answered, without standing in its way.

/** One answer as it came over the wire; `body` undefined: there was none. */
export interface Heard {
  method: string;
  path: string;
  status: number;
  body: unknown;
}

/** A fetch that notes what it brings. */
export interface Recorder {
  exchanges: Heard[];
  fetch: typeof fetch;
  /** Runs the work with this fetch in the place of the global one: an SDK keeps the one it finds when it is made. */
  during<Result>(work: () => Result): Result;
}

/** Makes a recorder. */
export function recordingFetch(): Recorder {
  const exchanges: Heard[] = [];
  const real = globalThis.fetch;
  const recording: typeof fetch = async (input, init) => {
    const response = await real(input, init);
    const request = new Request(input, init === undefined ? {} : { method: init.method ?? 'GET' });
    const text = await response.clone().text();
    exchanges.push({
      method: request.method,
      path: new URL(request.url).pathname,
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
    });
    return response;
  };
  return {
    exchanges,
    fetch: recording,
    during: (work) => {
      globalThis.fetch = recording;
      try {
        return work();
      } finally {
        globalThis.fetch = real;
      }
    },
  };
}
