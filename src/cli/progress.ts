// The progress of a command that takes long: on a terminal one line that rewrites itself, else a line now and then.

const terminalEveryMs = 100;
const lineEveryMs = 10_000;

/** Shows how far a command is. `end` closes the line that is being rewritten, with last words or (null) without. */
export type ProgressLine = { readonly show: (text: string) => void; readonly end: (text: string | null) => void };

/** Opens the progress on a stream, stderr as a rule. */
export function openProgress(stream: NodeJS.WriteStream): ProgressLine {
  const everyMs = stream.isTTY ? terminalEveryMs : lineEveryMs;
  const [start, stop] = stream.isTTY ? ['\r\x1b[K', ''] : ['', '\n'];
  let shownAt = performance.now();
  let open = false;
  return {
    show(text) {
      if (performance.now() - shownAt < everyMs) return;
      shownAt = performance.now();
      open = stream.isTTY;
      stream.write(`${start}${text}${stop}`);
    },
    end(text) {
      if (open || text !== null) stream.write(`${open ? start : ''}${text === null ? '' : `${text}\n`}`);
      open = false;
    },
  };
}

const barWidth = 24;

/** How far something is as a bar with its share (0 to 1), and how long it will take at the pace so far. */
export function barOf(share: number, elapsedMs: number): string {
  const done = Math.min(1, Math.max(0, share));
  const filled = Math.round(done * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const left = done === 0 ? '' : `, ${durationOf((elapsedMs / done) * (1 - done))} left`;
  return `${bar} ${Math.floor(done * 100)} %${left}`;
}

/** A duration for people: `2 h 5 min`, `3 min 20 s`, `12 s`. */
export function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
