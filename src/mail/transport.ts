// The contract of a way to send mail.

/** A mail, worded and addressed. `to` is one plain address, as is `replyTo`: where answers go that do not go to `from`. */
export type Letter = {
  readonly id: string;
  readonly from: string;
  readonly replyTo: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly at: number;
};

/** Sends letters. `send` resolves when somebody else is responsible for the letter, or it is on disk. */
export type Transport = {
  /** Throws `Undeliverable` when the letter will never be taken, anything else when it may be later. */
  send(letter: Letter): Promise<void>;
  close(): Promise<void>;
};

/** A letter that will never be taken, however often it is tried. */
export class Undeliverable extends Error {
  /** The SMTP reply code (RFC 5321 §4.2), where one was given. */
  readonly responseCode: number | null;

  constructor(responseCode: number | null) {
    super('The letter cannot be delivered.');
    this.name = 'Undeliverable';
    this.responseCode = responseCode;
  }
}
