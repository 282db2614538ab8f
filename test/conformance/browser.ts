// A browser without scripts on the hosted pages: keeps the cookie, follows redirects, sends forms.
import { hiddenOf } from '../apis/workos/hosted.ts';

/** What came back. `location` and `cookie` are empty where there are none. */
export interface Page {
  status: number;
  text: string;
  location: string;
  cookie: string;
}

/** How a server is reached; it follows nothing itself. */
export type Reach = (
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  body: string,
) => Promise<Page>;

/** Over the wire. */
export const reachOver = (origin: string): Reach => {
  return async (method, url, headers, body) => {
    const response = await fetch(new URL(url, origin), {
      ...{ method, headers, redirect: 'manual' },
      ...(method === 'POST' && { body }),
    });
    const [location, cookie] = [response.headers.get('location') ?? '', response.headers.get('set-cookie') ?? ''];
    return { status: response.status, text: await response.text(), location, cookie };
  };
};

/** One browser. */
export class Browser {
  readonly #reach: Reach;
  #cookie = '';
  #page: Page = { status: 0, text: '', location: '', cookie: '' };

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  /** Where the client was sent, once a page has led away from the server. */
  get left(): URL {
    return new URL(this.#page.location);
  }

  get text(): string {
    return this.#page.text;
  }

  async #go(method: 'GET' | 'POST', url: string, body = ''): Promise<this> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...(this.#cookie !== '' && { cookie: this.#cookie }), ...(method === 'POST' && form) };
    this.#page = await this.#reach(method, url, headers, body);
    this.#cookie = /^[^;]*/.exec(this.#page.cookie)?.[0] || this.#cookie;
    return this.#page.location.startsWith('/') ? await this.#go('GET', this.#page.location) : this;
  }

  /** Goes to an address, and on to where it leads within the server. */
  async open(url: string): Promise<this> {
    return await this.#go('GET', url);
  }

  /** Sends the form of the page as a person would. */
  async submit(fields: Record<string, string>): Promise<this> {
    const action = /<form method="post" action="([^"]*)"/.exec(this.text)?.[1];
    if (action === undefined) throw new Error(`no form: ${this.text}`);
    return await this.#go('POST', action, new URLSearchParams({ ...hiddenOf(this), ...fields }).toString());
  }
}
